using System.Text.Json;
using Candor.Conversations;
using Candor.Conversations.Labels;
using Candor.Conversations.Reading;
using Candor.Conversations.Templates;
using Candor.Conversations.Vocabulary;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Conversations;

/// <summary>The reference's outcomes of rows under settings, of both sizes: small, in every clone, and shared.</summary>
internal static class LabelGoldens
{
    private static readonly string[] s_sizes = ["small", "shared"];
    private static readonly Dictionary<(string, bool), IExtendableTokenizer> s_tokenizers = [];
    private static readonly Dictionary<string, JsonElement> s_files = [];
    private static readonly Dictionary<(string, string, int, bool, bool), (RowEncoder, AddedTokenPlan)> s_encoders = [];

    /// <summary>Both sizes.</summary>
    public static IEnumerable<string> Sizes => s_sizes;

    public static string Folder(string size) => size == "small" ? Goldens.Committed("small", "labels") : Goldens.Shared("goldens", "labels");

    public static JsonElement File(string size, string name)
    {
        var path = Path.Combine(Folder(size), name);
        lock (s_files)
        {
            if (!s_files.TryGetValue(path, out var json))
                s_files.Add(path, json = Goldens.Json(path));
            return json;
        }
    }

    /// <summary>A file's contents while test rows are listed, when nothing can be skipped; null where it is absent.</summary>
    public static JsonElement? TryFile(string size, string name) =>
        size == "small" || Goldens.SharedRoot is not null ? File(size, name) : null;

    /// <summary>The base tokenizer: special tokens declared as objects, or as plain strings as in the shared tiny-llama's own folder.</summary>
    public static IExtendableTokenizer Tokenizer(string size, bool asStrings = false)
    {
        lock (s_tokenizers)
        {
            if (!s_tokenizers.TryGetValue((size, asStrings), out var tokenizer))
                s_tokenizers.Add((size, asStrings), tokenizer = Load(size, asStrings));
            return tokenizer;
        }
    }

    /// <summary>An encoder for a setting <c>version|start_end</c> or <c>version|bare</c>.</summary>
    public static (RowEncoder Encoder, AddedTokenPlan Plan) Encoder(string size, string setting, int maxLength = 2048, bool usesPatch = true, bool asStrings = false)
    {
        lock (s_encoders)
        {
            var key = (size, setting, maxLength, usesPatch, asStrings);
            if (!s_encoders.TryGetValue(key, out var encoder))
                s_encoders.Add(key, encoder = CreateEncoder(size, setting, maxLength, usesPatch, asStrings));
            return encoder;
        }
    }

    private static (RowEncoder Encoder, AddedTokenPlan Plan) CreateEncoder(string size, string setting, int maxLength, bool usesPatch, bool asStrings)
    {
        var (name, usesStartEnd) = Split(setting);
        var version = TrainingVersion.Parse(name);
        var plan = AddedTokenPlan.Create(Tokenizer(size, asStrings), version, usesPatch, usesStartEnd);
        var settings = new RowEncoderSettings { Template = version.Template, PadId = plan.PadId, ModelMaxLength = maxLength, UsesStartEnd = usesStartEnd };
        return (new RowEncoder(plan.Tokenizer, settings), plan);
    }

    private static (string Version, bool UsesStartEnd) Split(string setting)
    {
        var parts = setting.Split('|');
        return (parts[0], parts[1] == "start_end");
    }

    public static ConversationRow Row(JsonElement row) => LlavaRowFile.Parse(new JsonRow(row, new RowPlace("golden", 0, 1)));

    /// <summary>Compares ids, labels and warnings, or expects the error.</summary>
    public static void Check(RowEncoder encoder, ConversationRow row, JsonElement outcome)
    {
        if (outcome.TryGetProperty("error", out _))
        {
            Assert.Throws<InputException>(() => encoder.Encode(row));
            return;
        }

        var encoded = encoder.Encode(row);
        var ids = Ints(outcome.GetProperty("ids"));
        Assert.Equal(ids, encoded.Ids);
        var labels = Enumerable.Repeat(ImageTokens.IgnoreIndex, ids.Length).ToArray();
        foreach (var span in outcome.GetProperty("trained").EnumerateArray())
        {
            for (var position = span[0].GetInt32(); position < span[1].GetInt32(); position++)
                labels[position] = ids[position];
        }

        Assert.Equal(labels, encoded.Labels);
        string[] warnings = outcome.TryGetProperty("warnings", out var lines) ? [.. lines.EnumerateArray().Select(line => line.GetString()!)] : [];
        Assert.Equal(warnings, encoded.Warnings);
    }

    public static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    private static IExtendableTokenizer Load(string size, bool asStrings)
    {
        var model = size == "small" ? Goldens.Committed("small", "models", "tiny-llama") : Goldens.Shared("goldens", "models", "tiny-llama");
        if (asStrings)
            return (IExtendableTokenizer)TokenizerLoader.Load(model);
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "tokenizer.model", "tokenizer_config.json" })
            System.IO.File.Copy(Path.Combine(model, name), folder.File(name));
        System.IO.File.Copy(Path.Combine(Folder(size), "tokenizer", "special_tokens_map.json"), folder.File("special_tokens_map.json"));
        return (IExtendableTokenizer)TokenizerLoader.Load(folder.FullPath);
    }
}
