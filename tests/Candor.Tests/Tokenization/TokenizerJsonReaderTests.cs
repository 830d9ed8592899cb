using System.Text.Json.Nodes;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class TokenizerJsonReaderTests
{
    /// <summary>Paths are separated by slashes; the value replaces what stands there, and an empty one removes it.</summary>
    [Theory]
    [InlineData("model", "", "expected a member 'model'")]
    [InlineData("model", "[]", "model: expected an object, found an array")]
    [InlineData("model/type", "\"Unigram\"", "model.type: expected \"BPE\", found \"Unigram\"")]
    [InlineData("model/dropout", "0.1", "model.dropout: expected null, found 0.1")]
    [InlineData("model/end_of_word_suffix", "\"</w>\"", "model.end_of_word_suffix: expected none")]
    [InlineData("model/vocab", "7", "model.vocab: expected an object, found 7")]
    [InlineData("model/vocab/new", "7", "model.vocab: expected the ids from 0 to 394, each once")]
    [InlineData("model/vocab/new", "4000000000", "model.vocab: expected the ids from 0 to 394, each once")]
    [InlineData("model/vocab/new", "-1", "model.vocab: expected the ids from 0 to 394, each once")]
    [InlineData("model/vocab/", "394", "model.vocab: expected tokens with text")]
    [InlineData("model/merges", "", "expected a member 'merges'")]
    [InlineData("model/merges/3", "\"a b c\"", "model.merges[3]: expected two tokens with a space between, found \"a b c\"")]
    [InlineData("model/merges/3", "[\"a\"]", "model.merges: expected pairs of tokens")]
    [InlineData("model/merges/3", "[\"a\", \"zzz\"]", "model.merges[3]: expected tokens of the vocabulary, found \"zzz\"")]
    [InlineData("model/merges/3", "[\"z\", \"q\"]", "model.merges[3]: expected tokens of the vocabulary, found \"zq\"")]
    [InlineData("model/byte_fallback", "true", "expected neither byte_fallback nor fuse_unk")]
    [InlineData("model/unk_token", "\"<none>\"", "model.unk_token: expected a token of the vocabulary")]
    [InlineData("normalizer", "{\"type\": \"NFC\"}", "normalizer: expected none for a byte-level BPE, found \"NFC\"")]
    [InlineData("pre_tokenizer", "", "expected a member 'pre_tokenizer'")]
    [InlineData("pre_tokenizer", "{\"type\": \"Whitespace\"}", "pre_tokenizer: expected ByteLevel, Digits + ByteLevel, or Split + ByteLevel, found \"Whitespace\"")]
    [InlineData("pre_tokenizer", "{\"type\": \"ByteLevel\", \"add_prefix_space\": true}", "pre_tokenizer.add_prefix_space: expected false")]
    [InlineData("pre_tokenizer/pretokenizers/0/pattern/Regex", "\"(a+)+b\"", "pattern.Regex: expected GPT-2's or LLaMA-3's pattern, found \"(a+)+b\"")]
    [InlineData("pre_tokenizer/pretokenizers/0/behavior", "\"Removed\"", "expected behavior Isolated, not inverted, found \"Removed\"")]
    [InlineData("pre_tokenizer/pretokenizers/1/use_regex", "true", "use_regex: expected false behind a Split")]
    [InlineData("decoder", "", "expected a member 'decoder'")]
    [InlineData("decoder", "{\"type\": \"WordPiece\"}", "pre_tokenizer: expected normalizers or a Metaspace that mark spaces, found \"Sequence\"")]
    [InlineData("post_processor", "{\"type\": \"BertProcessing\"}", "post_processor: expected ByteLevel and one TemplateProcessing")]
    [InlineData("post_processor/processors/1/single", "[]", "single: expected a Sequence")]
    [InlineData("post_processor/processors/1/special_tokens", "{}", "expected a member '<|begin_of_text|>'")]
    [InlineData("post_processor/processors/1/special_tokens/<|begin_of_text|>/ids", "[99999]", "post_processor: expected ids below 403, found 99999")]
    [InlineData("added_tokens", "{}", "added_tokens: expected an array")]
    [InlineData("added_tokens/0/id", "2000000000", "added_tokens[0].id: expected an id below")]
    [InlineData("added_tokens/0/id", "\"7\"", "added_tokens[0].id: expected an id")]
    [InlineData("added_tokens/0/id", "395", "expected each token and id once")]
    [InlineData("added_tokens/0/id", "5", "expected the id that the vocabulary gives")]
    [InlineData("added_tokens/0/content", "\"\"", "added_tokens[0].content: expected 1 to 512 characters, found 0")]
    [InlineData("added_tokens/0/single_word", "true", "single_word: expected false")]
    public void Wrong_files_are_named_with_their_key(string path, string value, string message)
    {
        using var folder = new TemporaryFolder();
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(TokenGoldens.Configuration("small", "bpe"), "tokenizer.json")))!;
        Set(json, path.Split('/'), value);
        File.WriteAllText(folder.File("tokenizer.json"), json.ToJsonString());
        var error = Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullPath));
        Assert.StartsWith(folder.File("tokenizer.json") + ": ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory, InlineData("[[[["), InlineData("{\"model\": {\"vocab\": {\"\\ud800\": 0}}}"), InlineData("{"), InlineData("")]
    public void What_is_no_json_is_refused(string text)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), text.Replace("[", new string('[', 1 << 18), StringComparison.Ordinal));
        Assert.StartsWith(folder.File("tokenizer.json") + ": ", Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullPath)).Message);
    }

    [Fact]
    public void Files_beyond_32_MB_are_refused_unread()
    {
        using var folder = new TemporaryFolder();
        using (var file = File.Create(folder.File("tokenizer.json")))
            file.SetLength((32 << 20) + 1);
        Assert.Contains("expected at most 33554432 bytes", Assert.Throws<InputException>(() => TokenizerLoader.Load(folder.FullPath)).Message);
    }

    [Theory]
    [InlineData("{\"bos_token\": \"<|begin_of_text|>\"}", "<|begin_of_text|>A")]
    [InlineData("{\"bos_token\": \"<|begin_of_text|>\", \"add_bos_token\": false}", "A")]
    [InlineData("{\"bos_token\": \"<|eot_id|>\", \"eos_token\": \"<|eot_id|>\", \"add_bos_token\": true, \"add_eos_token\": true}", "<|eot_id|>A<|eot_id|>")]
    public void Ids_around_a_text_are_the_templates_unless_the_configuration_says(string configuration, string expected)
    {
        using var folder = Copy(configuration);
        var tokenizer = TokenizerLoader.Load(folder.FullPath);
        Assert.Equal(expected, tokenizer.Decode(tokenizer.Encode("A")));
    }

    [Fact]
    public void A_role_that_tokenizer_json_does_not_list_is_added()
    {
        using var folder = Copy("{\"pad_token\": \"[PAD]\"}");
        var tokenizer = (IExtendableTokenizer)TokenizerLoader.Load(folder.FullPath);
        Assert.Equal((403, 404), (tokenizer.PadId, tokenizer.VocabularySize));
        Assert.Equal([403], tokenizer.Encode("[PAD]", addSpecialTokens: false));
    }

    [Fact]
    public void Tokens_are_added_behind_its_own()
    {
        var tokenizer = (IExtendableTokenizer)TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe"));
        var extended = tokenizer.WithTokens(["<new>", "<tool>", "<new>"]);
        Assert.Equal(404, extended.VocabularySize);
        Assert.Equal(403, extended.IdOf("<new>"));
        Assert.Equal([.. tokenizer.Encode("a "), 403, .. tokenizer.Encode(" b", addSpecialTokens: false)], extended.Encode("a <new> b"));
        Assert.Equal("a <new> b", extended.Decode(extended.Encode("a <new> b"), skipSpecialTokens: true));
        Assert.NotEqual(tokenizer.Digest, extended.Digest);
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Decode([403]));
    }

    [Fact]
    public void Threads_may_share_a_tokenizer()
    {
        var texts = TokenGoldens.Texts("small");
        var expected = texts.Select(text => TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe")).Encode(text)).ToArray();
        var shared = TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe"));
        Parallel.For(0, 400, i => Assert.Equal(expected[i % texts.Length], shared.Encode(texts[i % texts.Length])));
    }

    [Fact]
    public void A_long_word_is_merged_as_a_short_one_is()
    {
        var tokenizer = TokenizerLoader.Load(TokenGoldens.Configuration("small", "bpe"));
        var ids = tokenizer.Encode(new string('.', 1 << 20), addSpecialTokens: false);
        Assert.Equal(1 << 20, tokenizer.Decode(ids).Length);
    }

    private static TemporaryFolder Copy(string configuration)
    {
        var folder = new TemporaryFolder();
        File.Copy(Path.Combine(TokenGoldens.Configuration("small", "bpe"), "tokenizer.json"), folder.File("tokenizer.json"));
        File.WriteAllText(folder.File("tokenizer_config.json"), configuration);
        return folder;
    }

    private static void Set(JsonNode root, string[] path, string value)
    {
        var parent = path[..^1].Aggregate(root, (node, key) => node is JsonArray array ? array[int.Parse(key)]! : node[key]!);
        var fresh = value.Length == 0 ? null : JsonNode.Parse(value);
        if (parent is JsonArray list)
            list[int.Parse(path[^1])] = fresh;
        else if (value.Length == 0)
            ((JsonObject)parent).Remove(path[^1]);
        else
            ((JsonObject)parent)[path[^1]] = fresh;
    }
}
