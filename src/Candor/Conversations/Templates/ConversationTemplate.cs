using System.Security.Cryptography;
using System.Text.Json;

namespace Candor.Conversations.Templates;

/// <summary>How conversations are written for a model: data only, <see cref="PromptRenderer"/> applies it.</summary>
public sealed record ConversationTemplate
{
    /// <summary>The name under which the reference knows it.</summary>
    public required string Name { get; init; }

    /// <summary>How messages are joined.</summary>
    public required TemplateStyle Style { get; init; }

    /// <summary>The message that begins every conversation; may be empty.</summary>
    public required string System { get; init; }

    /// <summary>What the asking side is called.</summary>
    public required string User { get; init; }

    /// <summary>What the answering side is called.</summary>
    public required string Assistant { get; init; }

    /// <summary>Messages before the conversation itself, question first; inference prompts have them, training never does.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>The separator after a message, or after a question where there are two.</summary>
    public required string Sep { get; init; }

    /// <summary>The separator after an answer, or null where there is only one.</summary>
    public string? Sep2 { get; init; }

    /// <summary>The reference's <c>version</c> field; it decides with the style how labels are masked.</summary>
    public string Version { get; init; } = "Unknown";

    /// <summary>
    /// The Jinja template with which checkpoints carry this form, word for word; null for forms that no checkpoint carries. It is compared,
    /// never run, and is no part of the hash.
    /// </summary>
    public string? ChatTemplate { get; init; }

    /// <summary>Whether pictures stand inside <c>&lt;Image&gt;…&lt;/Image&gt;</c> (the mmtag templates).</summary>
    public bool HasImageTags => Version.Contains("mmtag", StringComparison.Ordinal);

    /// <summary>SHA-256 (lower-case hex) of all that decides a rendering; the name is left out, so aliases agree.</summary>
    public string ComputeSha256()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            WriteCanonical(writer);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private void WriteCanonical(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("style", Style.ToString());
        writer.WriteString("system", System);
        writer.WriteString("user", User);
        writer.WriteString("assistant", Assistant);
        writer.WriteStartArray("examples");
        foreach (var example in Examples)
            writer.WriteStringValue(example);
        writer.WriteEndArray();
        writer.WriteString("sep", Sep);
        writer.WriteString("sep2", Sep2);
        writer.WriteString("version", Version);
        writer.WriteEndObject();
    }
}
