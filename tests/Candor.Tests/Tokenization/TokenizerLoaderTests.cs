using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class TokenizerLoaderTests
{
    [Theory]
    [InlineData("tokenizer_config.json", "[]", "expected a JSON object, found an array")]
    [InlineData("tokenizer_config.json", "{\"legacy\": 1", "not JSON")]
    [InlineData("tokenizer_config.json", "{\"legacy\": \"yes\"}", "legacy: expected true or false, found \"yes\"")]
    [InlineData("tokenizer_config.json", "{\"add_bos_token\": 0}", "add_bos_token: expected true or false, found 0")]
    [InlineData("tokenizer_config.json", "{\"tokenizer_class\": \"T5Tokenizer\"}", "tokenizer_class: expected LlamaTokenizer")]
    [InlineData("tokenizer_config.json", "{\"bos_token\": 1}", "bos_token: expected a string or an object, found 1")]
    [InlineData("tokenizer_config.json", "{\"bos_token\": \"\\ud800\"}", "expected Unicode text, found an escaped unpaired surrogate")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": []}", "added_tokens_decoder: expected an object, found an array")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"x\": {}}}", "added_tokens_decoder: expected ids as keys, found 'x'")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"512\": {}}}", "added_tokens_decoder.512: expected a member 'content'")]
    [InlineData("tokenizer_config.json", "{\"added_tokens_decoder\": {\"7\": {\"content\": \"x\"}}}", "expected id 7 to be '<0x04>'")]
    [InlineData("special_tokens_map.json", "{\"eos_token\": {\"lstrip\": true}}", "eos_token: expected a member 'content'")]
    [InlineData("special_tokens_map.json", "{\"pad_token\": {\"content\": \"[PAD]\", \"single_word\": true}}", "single_word: expected false")]
    [InlineData("special_tokens_map.json", "{\"additional_special_tokens\": {}}", "additional_special_tokens: expected an array")]
    [InlineData("added_tokens.json", "{\"<a>\": \"512\"}", "<a>: expected an id, found \"512\"")]
    [InlineData("added_tokens.json", "{\"<a>\": -1}", "<a>: expected an id below")]
    [InlineData("added_tokens.json", "{\"<a>\": 2147483647}", "<a>: expected an id below")]
    [InlineData("added_tokens.json", "{\"<a>\": 512, \"<b>\": 512}", "<b>: expected each token and id once")]
    [InlineData("added_tokens.json", "{\"\\udc00\": 512}", "expected Unicode text, found an escaped unpaired surrogate")]
    [InlineData("added_tokens.json", "{\"\": 512}", "expected a token, found an empty string")]
    public void Wrong_files_are_named_with_their_key(string file, string content, string message)
    {
        using var folder = FolderWithModel();
        File.WriteAllText(folder.File(file), content);
        var error = Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullPath));
        Assert.StartsWith(folder.File(file) + ": ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_model_alone_is_enough()
    {
        using var folder = FolderWithModel();
        Assert.Equal(TokenGoldens.Load("small", "legacy").Encode("Red </s> circle"), TokenizerLoader.Load(folder.FullPath).Encode("Red </s> circle"));
    }

    [Fact]
    public void A_special_token_that_no_file_lists_takes_the_next_id()
    {
        using var folder = FolderWithModel();
        File.WriteAllText(folder.File("special_tokens_map.json"), "\uFEFF{\"pad_token\": \"[PAD]\", \"eos_token\": null}");
        var tokenizer = TokenizerLoader.Load(folder.FullPath);
        Assert.Equal(513, tokenizer.VocabularySize);
        Assert.Null(tokenizer.EosId);
        Assert.Equal([512], tokenizer.Encode("[PAD]", addSpecialTokens: false));
    }

    [Fact]
    public void Folders_without_a_model_are_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("no such folder", Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.File("none"))).Message);
        Assert.Contains("tokenizer.model: expected", Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullPath)).Message);
    }

    private static TemporaryFolder FolderWithModel()
    {
        var folder = new TemporaryFolder();
        File.Copy(Goldens.Committed("small", "tokenizer", "tokenizer.model"), folder.File("tokenizer.model"));
        return folder;
    }
}
