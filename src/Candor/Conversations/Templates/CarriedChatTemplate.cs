using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.Tokenization;

namespace Candor.Conversations.Templates;

/// <summary>The chat template that a checkpoint carries, as Jinja text. It is compared, never run.</summary>
public static class CarriedChatTemplate
{
    private const string Key = "chat_template";
    private const long MaxBytes = 1 << 20;

    /// <summary>
    /// Reads a checkpoint's template: of a GGUF file <c>tokenizer.chat_template</c>; of a folder <c>chat_template.jinja</c>, else <c>chat_template</c> of tokenizer_config.json, where of several named
    /// ones <c>default</c> counts.
    /// </summary>
    /// <returns>The text; null where there is none.</returns>
    /// <exception cref="InputException">A file is broken.</exception>
    public static string? Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (Checkpoint.IsGguf(folder))
        {
            using var checkpoint = GgufCheckpoint.Open(folder);
            return checkpoint.Tokenizer?.ChatTemplate;
        }

        var jinja = Path.Combine(folder, "chat_template.jinja");
        if (File.Exists(jinja))
            return Encoding.UTF8.GetString(BoundedFile.ReadAllBytes(jinja, MaxBytes));
        if (JsonObjectFile.Read(Path.Combine(folder, "tokenizer_config.json")) is not { } config || config.Find(Key) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array)
            return config.Text(value, Key);
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("name", out var name) || !item.TryGetProperty("template", out var text))
                throw config.Wrong(Key, "a string, or objects with name and template", item);
            if (config.Text(name, $"{Key}.name") == "default")
                return config.Text(text, $"{Key}.template");
        }

        return null;
    }

    /// <summary>Compares a carried template with the one that was named.</summary>
    /// <param name="template">The one in use.</param>
    /// <param name="carried">What the checkpoint carries; null agrees with everything.</param>
    /// <returns>Both hashes where they differ, else null.</returns>
    public static ChatTemplateMismatch? Compare(ConversationTemplate template, string? carried)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (carried is null || carried == template.ChatTemplate)
            return null;
        var named = template.ChatTemplate is { } own ? Hash(own) : template.ComputeSha256();
        return new ChatTemplateMismatch(template.Name, named, Hash(carried));
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
