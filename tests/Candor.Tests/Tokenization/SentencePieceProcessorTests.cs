using Candor.Tokenization.SentencePiece;

namespace Candor.Tests.Tokenization;

public sealed class SentencePieceProcessorTests
{
    [Theory, InlineData("small"), InlineData("large")]
    public void Encoding_and_decoding_are_the_bare_processors(string set)
    {
        var processor = Load(set);
        var texts = TokenGoldens.Texts(set);
        var golden = TokenGoldens.Json(set, "llama-spm");
        foreach (var entry in golden.GetProperty("encode").EnumerateArray())
        {
            var ids = processor.Encode(texts[entry.GetProperty("id").GetInt32()]);
            Assert.Equal(TokenGoldens.Ids(entry), ids);
            Assert.Equal(entry.GetProperty("text").GetString(), processor.Decode(ids));
        }

        foreach (var entry in golden.GetProperty("decode").EnumerateArray())
            Assert.Equal(entry.GetProperty("text").GetString(), processor.Decode(TokenGoldens.Ids(entry)));
    }

    internal static SentencePieceProcessor Load(string set) => new(SentencePieceModelReader.Read(TokenGoldens.ModelFile(set)));
}
