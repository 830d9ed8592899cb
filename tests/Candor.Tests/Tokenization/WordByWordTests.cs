using Candor.Tokenization;
using Candor.Tokenization.SentencePiece;
using CsCheck;

namespace Candor.Tests.Tokenization;

/// <summary>Cutting a text into words, remembering them and scanning short ones must not show: the ids are those of one long merge.</summary>
public sealed class WordByWordTests
{
    private static readonly Gen<string> s_text =
        Gen.OneOf(Gen.Char["  \u2581\n\tabcdefghinorst.,<>/=-_#0123456789éß日本語🙂"], Gen.Char).Array[0, 300].Select(c => new string(c));

    [Theory, InlineData("small", 0), InlineData("small", 1), InlineData("small", 2), InlineData("large", 0), InlineData("large", 1), InlineData("large", 2)]
    public void Words_give_the_ids_of_the_whole(string set, int order)
    {
        var model = SentencePieceModelReader.Read(TokenGoldens.ModelFile(set));
        var processor = new SentencePieceProcessor(model, (MergeOrder)order);
        var whole = Whole(model, (MergeOrder)order);
        s_text.Sample(text => Assert.Equal(whole(text), processor.Encode(text)), iter: 500);
        foreach (var text in TokenGoldens.Texts(set))
            Assert.Equal(whole(text), processor.Encode(text));
    }

    [Fact]
    public void Ids_decode_to_the_text()
    {
        var processor = SentencePieceProcessorTests.Load("small");
        s_text.Sample(text =>
        {
            var expected = string.Concat(text.EnumerateRunes()).Replace(SentencePieceModel.Space, ' ');
            Assert.Equal(expected, processor.Decode(processor.Encode(text)));
        });
    }

    [Fact]
    public void Threads_may_share_a_processor()
    {
        var texts = TokenGoldens.Texts("small");
        var expected = texts.Select(text => SentencePieceProcessorTests.Load("small").Encode(text)).ToArray();
        var shared = SentencePieceProcessorTests.Load("small");
        Parallel.For(0, 400, i => Assert.Equal(expected[i % texts.Length], shared.Encode(texts[i % texts.Length])));
    }

    [Fact]
    public void A_model_whose_pieces_span_words_is_not_cut()
    {
        var model = SentencePieceModelReader.Parse(ModelBytes.Model(ModelBytes.Pieces("of\u2581the", "\u2581the", "of", "the", "th", "\u2581", "o", "f", "t", "h", "e")), "model");
        Assert.Equal([8, 3], new SentencePieceProcessor(model).Encode("of the"));
    }

    [Fact]
    public void User_defined_pieces_are_cut_out_first_and_neighbouring_unknowns_are_one()
    {
        var pieces = ModelBytes.Pieces("ab", "a", "b", "\u2581");
        pieces.Add(new Piece("ba", 0, PieceType.UserDefined));
        pieces.Add(new Piece("bab", 0, PieceType.UserDefined));
        var processor = new SentencePieceProcessor(SentencePieceModelReader.Parse(ModelBytes.Model(pieces), "model"));
        Assert.Equal([6, 4, 8, 0, 6, 7], processor.Encode("ababxyz ba"));
        Assert.Equal("ababx", processor.Decode(["\u2581", "a", "bab", "x"]));
    }

    private static Func<string, int[]> Whole(SentencePieceModel model, MergeOrder order)
    {
        int[] bytes = [.. Enumerable.Range(0, 256).Select(b => model.Pieces.Index().First(p => p.Item.Text == $"<0x{b:X2}>").Index)];
        var (merges, userDefined) = (new MergeTable(model.Pieces, order), new LongestMatch<int>([]));
        return text =>
        {
            // One for each text: samples are taken on several threads.
            var encoder = new WordEncoder(merges, userDefined, bytes, 0);
            var ids = new List<int>();
            if (text.Length > 0)
                encoder.Encode(SentencePieceModel.Space + text.Replace(' ', SentencePieceModel.Space), ids);
            return [.. ids];
        };
    }
}
