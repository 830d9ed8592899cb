using System.Text.Json;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class LlamaTokenizerGoldenTests
{
    private static readonly (string Golden, string Configuration, TokenizerRules Rules)[] s_tokenizers =
    [
        ("llama-legacy", "legacy", TokenizerRules.Stored),
        ("llama-legacy-plain", "legacy-plain", TokenizerRules.Stored),
        ("llama-eos", "eos", TokenizerRules.Stored),
        ("llama-modern", "modern", TokenizerRules.Stored),
        ("llama-added", "added", TokenizerRules.Stored),
        ("llama-added-modern", "added-modern", TokenizerRules.Stored),
        ("llama-fast", "fast", TokenizerRules.Fast),
    ];

    public static TheoryData<string, string, string, TokenizerRules> Rows()
    {
        var rows = new TheoryData<string, string, string, TokenizerRules>();
        foreach (var set in TokenGoldens.Sets)
        {
            foreach (var (golden, configuration, rules) in s_tokenizers)
                rows.Add(set, golden, configuration, rules);
        }

        rows.Add("large", "llama-v5", "legacy", TokenizerRules.Transformers5);
        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public void Ids_are_the_references(string set, string golden, string configuration, TokenizerRules rules)
    {
        var tokenizer = Load(set, golden, configuration, rules);
        var texts = TokenGoldens.Texts(set, golden.StartsWith("llama-added", StringComparison.Ordinal) ? "added" : "strings");
        var wrong = new List<string>();
        foreach (var entry in TokenGoldens.Json(set, golden).GetProperty("encode").EnumerateArray())
        {
            var text = texts[entry.GetProperty("id").GetInt32()];
            var (expected, found) = (TokenGoldens.Ids(entry), tokenizer.Encode(text));
            if (!found.SequenceEqual(expected))
                wrong.Add($"{JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Texts_are_the_references(string set, string golden, string configuration, TokenizerRules rules)
    {
        var tokenizer = Load(set, golden, configuration, rules);
        var json = TokenGoldens.Json(set, golden);
        var entries = json.GetProperty("encode").EnumerateArray().ToList();
        if (json.TryGetProperty("decode", out var decode))
            entries.AddRange(decode.EnumerateArray());
        var wrong = new List<string>();
        foreach (var entry in entries)
        {
            Compare(entry, "text", skip: false);
            Compare(entry, "text_skip_special", skip: true);
        }

        Assert.Empty(wrong);

        void Compare(JsonElement entry, string key, bool skip)
        {
            var (expected, found) = (entry.GetProperty(key).GetString(), tokenizer.Decode(TokenGoldens.Ids(entry), skip));
            if (found != expected)
                wrong.Add($"{key} of {entry.GetProperty("ids")}: expected {JsonSerializer.Serialize(expected)}, found {JsonSerializer.Serialize(found)}");
        }
    }

    [Theory, InlineData("small"), InlineData("large")]
    public void Streams_show_the_references_pieces(string set)
    {
        var tokenizer = TokenGoldens.Load(set, "legacy");
        foreach (var stream in TokenGoldens.Json(set, "llama-stream").GetProperty("streams").EnumerateArray())
        {
            var decoder = new StreamDecoder(tokenizer);
            Assert.Equal(stream.GetProperty("pieces").EnumerateArray().Select(p => p.GetString()!), TokenGoldens.Ids(stream).Select(decoder.Push));
            Assert.Equal(stream.GetProperty("rest").GetString(), decoder.Finish());
        }
    }

    private static ITokenizer Load(string set, string golden, string configuration, TokenizerRules rules)
    {
        var tokenizer = TokenGoldens.Load(set, configuration, rules);
        Assert.Equal(64, tokenizer.Digest.Length);
        Assert.Equal(golden.StartsWith("llama-added", StringComparison.Ordinal) ? 4 : 0, tokenizer.VocabularySize - (set == "small" ? 512 : 32000));
        return tokenizer;
    }
}
