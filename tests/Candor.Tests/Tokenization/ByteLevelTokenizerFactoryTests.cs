using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Tokenization.ByteLevel;

namespace Candor.Tests.Tokenization;

public sealed class ByteLevelTokenizerFactoryTests
{
    [Fact]
    public void Arrays_give_the_ids_of_the_file_they_are_from()
    {
        var (expected, found) = (TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe")), ByteLevelTokenizerFactory.Create(Arrays()));
        foreach (var text in TokenGoldens.Texts("small"))
            Assert.Equal(expected.Encode(text, addSpecialTokens: false), found.Encode(text, addSpecialTokens: false));
        Assert.Equal([0, .. found.Encode("a", addSpecialTokens: false)], found.Encode("a"));
    }

    [Fact]
    public void Wrong_arrays_are_named()
    {
        Assert.Equal("x.gguf: tokenizer.ggml.pre: expected smollm, gpt-2, llama-bpe, found \"bert\"", Refused(Arrays() with { PreTokenizer = "bert" }));
        Assert.Equal("x.gguf: tokenizer.ggml.pre: expected smollm, gpt-2, llama-bpe, found none", Refused(Arrays() with { PreTokenizer = null }));
        Assert.Contains("tokenizer.ggml.token_type: expected 394 entries, found 1", Refused(Arrays() with { TokenTypes = [1] }));
        Assert.Contains("tokenizer.ggml.eos_token_id: expected an id below 394, found 394", Refused(Arrays() with { EosId = 394 }));
        Assert.Contains("tokenizer.ggml.merges[0]: expected tokens of the vocabulary", Refused(Arrays() with { Merges = ["zq zq"] }));
        Assert.Contains("tokenizer.ggml.tokens: expected each token once", Refused(Arrays() with { Tokens = ["a", "a"] }));
    }

    private static string Refused(ByteLevelVocabulary vocabulary) =>
        Assert.Throws<InputException>(() => ByteLevelTokenizerFactory.Create(vocabulary)).Message;

    private static ByteLevelVocabulary Arrays()
    {
        var model = Goldens.Json(Path.Combine(TokenGoldens.Configuration("small", "bpe-strings"), "tokenizer.json")).GetProperty("model");
        return new ByteLevelVocabulary
        {
            Place = "x.gguf",
            Tokens = [.. model.GetProperty("vocab").EnumerateObject().OrderBy(t => t.Value.GetInt32()).Select(t => t.Name)],
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(m => m.GetString()!)],
            PreTokenizer = "llama-bpe",
            BosId = 0,
        };
    }
}
