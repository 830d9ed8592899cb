using System.Text.Json;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Tokenization;

public sealed class TokenizerJsonGoldenTests
{
    private const string SmolLm2 = "smollm2";

    public static TheoryData<string, string, string> Rows()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var set in TokenGoldens.Sets)
        {
            rows.Add(set, "bpe", "bpe");
            rows.Add(set, "bpe", "bpe-strings");
            rows.Add(set, "llama-fast", "fast");
        }

        rows.Add("large", SmolLm2, "gguf");
        rows.Add("large", SmolLm2, "tokenizer.json");
        return rows;
    }

    [Theory, MemberData(nameof(Rows))]
    public void Ids_are_the_references(string set, string golden, string configuration)
    {
        var tokenizer = Load(set, configuration);
        var texts = Texts(set, golden);
        var wrong = new List<string>();
        foreach (var entry in Json(set, golden).GetProperty("encode").EnumerateArray())
        {
            var text = texts[entry.GetProperty("id").GetInt32()];
            var (expected, found) = (TokenGoldens.Ids(entry), tokenizer.Encode(text));
            if (!found.SequenceEqual(expected) || !tokenizer.Encode(text).SequenceEqual(expected))
                wrong.Add($"{JsonSerializer.Serialize(text)}: expected {string.Join(' ', expected)}, found {string.Join(' ', found)}");
        }

        Assert.Empty(wrong);
    }

    [Theory, MemberData(nameof(Rows))]
    public void Texts_are_the_references(string set, string golden, string configuration)
    {
        var tokenizer = Load(set, configuration);
        var json = Json(set, golden);
        var wrong = new List<string>();
        foreach (var entry in json.GetProperty("encode").EnumerateArray().Concat(json.GetProperty("decode").EnumerateArray()))
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

    [Theory, MemberData(nameof(Rows))]
    public void Streams_show_the_references_pieces(string set, string golden, string configuration)
    {
        var tokenizer = Load(set, configuration);
        if (!Json(set, golden).TryGetProperty("streams", out var streams))
            return;
        foreach (var stream in streams.EnumerateArray())
        {
            var decoder = new StreamDecoder(tokenizer, skipSpecialTokens: false);
            Assert.Equal(stream.GetProperty("pieces").EnumerateArray().Select(p => p.GetString()!), TokenGoldens.Ids(stream).Select(decoder.Push));
            Assert.Equal(stream.GetProperty("rest").GetString(), decoder.Finish());
        }
    }

    [Fact]
    public void A_folder_and_its_gguf_have_one_digest() => Assert.Equal(Load("large", "gguf").Digest, Load("large", "tokenizer.json").Digest);

    [Fact]
    public void Both_spellings_of_merges_have_one_digest() => Assert.Equal(Load("small", "bpe").Digest, Load("small", "bpe-strings").Digest);

    private static ITokenizer Load(string set, string configuration)
    {
        if (configuration == "gguf")
            return GgufArrays.SmolLm2Tokenizer();
        if (configuration != "tokenizer.json")
            return TokenizerLoader.Load(TokenGoldens.Configuration(set, configuration));
        using var folder = new TemporaryFolder();
        SmolLm2Json.Write(folder.FullPath, GgufArrays.SmolLm2());
        return TokenizerLoader.Load(folder.FullPath);
    }

    private static JsonElement Json(string set, string golden) =>
        golden == SmolLm2 ? Goldens.Json(Goldens.Shared("goldens", SmolLm2, "tokens.json")) : TokenGoldens.Json(set, golden);

    private static string[] Texts(string set, string golden) => golden switch
    {
        "bpe" => [.. TokenGoldens.Texts(set), .. TokenGoldens.Texts(set, "bpe_more")],
        SmolLm2 => [.. TokenGoldens.Texts(set), .. Json(set, golden).GetProperty("more").EnumerateArray().Select(t => t.GetString()!)],
        _ => TokenGoldens.Texts(set),
    };
}
