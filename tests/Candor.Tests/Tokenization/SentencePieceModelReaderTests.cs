using Candor.Randomness;
using Candor.TestSupport;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tests.Tokenization;

public sealed class SentencePieceModelReaderTests
{
    private static readonly byte[] s_small = File.ReadAllBytes(Goldens.Committed("small", "tokenizer", "tokenizer.model"));

    public static TheoryData<string, byte[], string> Broken() => new()
    {
        { "empty", [], "pieces: expected at least one" },
        { "a length of 2^62", [0x0a, .. ModelBytes.Varint(1UL << 62)], "expected a field of 4611686018427387904 bytes, found 0 bytes left" },
        { "a varint without end", [0x0a, 0xff, 0xff], "expected a varint, found the end" },
        { "a varint of 11 bytes", [0x0a, .. Enumerable.Repeat((byte)0xff, 11)], "a varint of at most 10 bytes" },
        { "a group", [0x0b], "wire type" },
        { "a text longer than its piece", ModelBytes.Message(1, [0x0a, 0x7f]), "byte 4: expected a field of 127 bytes, found 0 bytes left" },
        { "an empty piece", ModelBytes.Model([new("", 0, PieceType.Normal)]), "piece 0: expected 1 to 256 characters" },
        { "an endless piece", ModelBytes.Model([new(new string('a', 257), 0, PieceType.Normal)]), "found 257" },
        { "a piece twice", ModelBytes.Model(ModelBytes.Pieces("a", "b", "a")), "piece 5: expected a new piece, found 'a' a second time" },
        { "a score of NaN", ModelBytes.Model([new("a", float.NaN, PieceType.Normal)]), "piece 0: score: expected a finite number, found NaN" },
        { "an unknown type", ModelBytes.Model([new("a", 0, (PieceType)9)]), "piece 0: type" },
        { "no unknown piece", ModelBytes.Model([new("a", 0, PieceType.Normal)]), "expected one of type unknown, found 0" },
        { "no byte pieces", ModelBytes.Model(ModelBytes.Pieces("a"), byteFallback: true), "expected 256 byte pieces, found 0" },
        { "a bad byte piece", ModelBytes.Model([.. ModelBytes.Pieces("a"), new("<0xZZ>", 0, PieceType.Byte)]), "<0x00> to <0xFF>" },
        { "a unigram model", ModelBytes.Model(ModelBytes.Pieces("a"), modelType: 1), "trainer_spec.model_type: expected 2 (BPE), found 1" },
        { "removal of spaces", ModelBytes.Model(ModelBytes.Pieces("a"), removeExtraSpaces: true), "remove_extra_whitespaces" },
        { "a normalisation table", [.. ModelBytes.Model(ModelBytes.Pieces("a")), .. ModelBytes.Message(3, ModelBytes.Message(2, [1]))], "precompiled_charsmap" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Broken_models_are_refused_with_their_place(string what, byte[] bytes, string message)
    {
        var error = Assert.Throws<InputException>(() => SentencePieceModelReader.Parse(bytes, "tokenizer.model"));
        Assert.True(error.Message.StartsWith("tokenizer.model: ", StringComparison.Ordinal) && error.Message.Contains(message), $"{what}: {error.Message}");
    }

    [Fact]
    public void Every_cut_of_a_model_is_refused_or_read()
    {
        for (var length = 0; length < s_small.Length; length += 23)
            ReadOrRefuse(s_small.AsSpan(0, length));
    }

    [Fact]
    public void Random_damage_is_refused_or_read()
    {
        var random = new PythonRandom("damage");
        for (var round = 0; round < 500; round++)
        {
            var bytes = s_small.ToArray();
            for (var hits = random.Below(4); hits >= 0; hits--)
                bytes[random.Below(bytes.Length)] = (byte)random.GetRandBits(8);
            ReadOrRefuse(bytes);
        }
    }

    /// <summary>Nothing but an InputException may come out, and a model that is read must work.</summary>
    private static void ReadOrRefuse(ReadOnlySpan<byte> bytes)
    {
        SentencePieceModel model;
        try
        {
            model = SentencePieceModelReader.Parse(bytes, "tokenizer.model");
        }
        catch (InputException error)
        {
            Assert.StartsWith("tokenizer.model: ", error.Message);
            return;
        }

        Assert.NotEmpty(new SentencePieceProcessor(model).Encode("A text, é 日 \n"));
    }
}
