using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class LlamaTokenizerTests
{
    private static readonly ITokenizer s_tokenizer = TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llava"));

    [Fact]
    public void Begin_and_end_are_left_out_on_request()
    {
        var with = s_tokenizer.Encode("A text.");
        Assert.Equal(1, s_tokenizer.BosId);
        Assert.Equal(2, s_tokenizer.EosId);
        Assert.Equal([1, .. s_tokenizer.Encode("A text.", addSpecialTokens: false)], with);
    }

    [Fact]
    public void Unpaired_surrogates_read_as_the_replacement_character()
    {
        foreach (var rules in Enum.GetValues<TokenizerRules>())
        {
            var tokenizer = TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llama"), rules);
            Assert.Equal(tokenizer.Encode("a\uFFFDb \uFFFD\uFFFD"), tokenizer.Encode("a\uD83Db \uDE42\uD83D"));
        }
    }

    [Fact]
    public void Zero_characters_are_characters()
    {
        var ids = s_tokenizer.Encode("a\0b");
        Assert.Contains(3, ids);
        Assert.Equal("a\0b", s_tokenizer.Decode(ids, skipSpecialTokens: true));
    }

    [Theory, InlineData(' '), InlineData('a'), InlineData('\n'), InlineData('日'), InlineData('-')]
    public void A_million_equal_characters_are_no_trouble(char character)
    {
        var text = 'x' + new string(character, 1_000_000);
        foreach (var rules in Enum.GetValues<TokenizerRules>())
        {
            var tokenizer = TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llama"), rules);
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text), skipSpecialTokens: true)[..text.Length]);
        }
    }

    [Theory, InlineData(-1), InlineData(515), InlineData(int.MaxValue)]
    public void Ids_outside_the_vocabulary_are_refused(int id)
    {
        Assert.Equal(515, s_tokenizer.VocabularySize);
        Assert.Throws<ArgumentOutOfRangeException>(() => s_tokenizer.Decode([1, id]));
        var fast = TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llava"), TokenizerRules.Fast);
        Assert.Throws<ArgumentOutOfRangeException>(() => fast.Decode([1, id]));
    }

    [Fact]
    public void The_digest_tells_tokenizers_apart_and_nothing_else()
    {
        var folder = Goldens.Committed("small", "models", "tiny-llama");
        Assert.Equal(TokenizerLoader.Load(folder).Digest, TokenizerLoader.Load(Goldens.Committed("small", "models", "gqa-2")).Digest);
        string[] digests = [s_tokenizer.Digest, .. Enum.GetValues<TokenizerRules>().Select(rules => TokenizerLoader.Load(folder, rules).Digest)];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void A_long_stream_shows_the_whole_text()
    {
        var text = string.Concat(Enumerable.Repeat("Red circle, é🙂 日本\n\n  two  <im_start>x", 40));
        foreach (var rules in Enum.GetValues<TokenizerRules>())
        {
            var tokenizer = TokenizerLoader.Load(Goldens.Committed("small", "models", "tiny-llava"), rules);
            var ids = tokenizer.Encode(text);
            var decoder = new StreamDecoder(tokenizer);
            Assert.Equal(tokenizer.Decode(ids, skipSpecialTokens: true), string.Concat(ids.Select(decoder.Push)) + decoder.Finish());
        }
    }
}
