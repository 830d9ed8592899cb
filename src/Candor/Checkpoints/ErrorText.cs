using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Checkpoints;

/// <summary>Makes what a hostile file holds fit into the one line of an error: no control characters, bounded length.</summary>
internal static class ErrorText
{
    private const int MaxName = 100;
    private const int MaxValue = 60;
    private const int MaxReason = 300;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A text of a file as JSON text.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(Cut(text, MaxName), Readable);

    /// <summary>A tensor's name: as it is where it is a plain one, else quoted.</summary>
    public static string Name(string name) =>
        name.Length is > 0 and <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? name : Quote(name);

    /// <summary>A JSON value as it stands in the file.</summary>
    public static string Value(JsonElement value) => Cut(value.GetRawText().ReplaceLineEndings(" "), MaxValue);

    /// <summary>What a parser says.</summary>
    public static string Reason(Exception error) => Cut(string.Concat(error.Message.Select(c => char.IsControl(c) ? ' ' : c)).ReplaceLineEndings(" "), MaxReason);

    private static string Cut(string text, int limit) => text.Length <= limit ? text : string.Concat(text.AsSpan(0, limit - 3), "...");
}
