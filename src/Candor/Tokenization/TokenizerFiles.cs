using System.Text.Json.Nodes;
using Candor.Checkpoints;

namespace Candor.Tokenization;

/// <summary>Writes the tokenizer's files of a tuned model: the base model's, with the tokens that were added.</summary>
public static class TokenizerFiles
{
    private const string Fast = "tokenizer.json";
    private const string Settings = "tokenizer_config.json";
    private const string Special = "special_tokens_map.json";
    private const string Added = "added_tokens.json";

    /// <summary>Copies the files and adds the tokens, as the slow tokenizer's <c>save_pretrained</c> leaves them.</summary>
    /// <param name="baseFolder">The base model's folder.</param>
    /// <param name="folder">The tuned model's folder.</param>
    /// <param name="added">Ids of the tokens that tuning added, by their text.</param>
    /// <param name="padToken">The token that padded batches, or null where the base model's own did.</param>
    /// <param name="modelMaxLength">Tokens of the longest row, or null where the base model's stays.</param>
    public static void Write(string baseFolder, string folder, IReadOnlyDictionary<string, int> added, string? padToken, int? modelMaxLength)
    {
        ArgumentNullException.ThrowIfNull(added);
        // A tokenizer.json does not know the added tokens; the slow tokenizer's files do.
        string[] copied = added.Count == 0 ? [Fast] : [];
        foreach (var name in copied.Concat(["tokenizer.model", "vocab.json", "merges.txt", "chat_template.jinja"]))
            ConfigWriter.Copy(baseFolder, folder, name);
        WriteAdded(Path.Combine(baseFolder, Added), Path.Combine(folder, Added), added);
        Change(baseFolder, folder, Special, padToken is null ? [] : new() { ["pad_token"] = padToken });
        Dictionary<string, JsonNode?> settings = modelMaxLength is { } length
            ? new() { ["model_max_length"] = length, ["padding_side"] = "right" }
            : [];
        Change(baseFolder, folder, Settings, settings);
    }

    private static void WriteAdded(string from, string to, IReadOnlyDictionary<string, int> added)
    {
        var all = added.ToDictionary(pair => pair.Key, pair => (JsonNode?)pair.Value, StringComparer.Ordinal);
        if (File.Exists(from))
            ConfigWriter.WriteChanged(from, to, all);
        else if (all.Count > 0)
            ConfigWriter.WriteObject(to, all.OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    private static void Change(string baseFolder, string folder, string name, Dictionary<string, JsonNode?> changes)
    {
        if (File.Exists(Path.Combine(baseFolder, name)))
            ConfigWriter.WriteChanged(Path.Combine(baseFolder, name), Path.Combine(folder, name), changes);
    }
}
