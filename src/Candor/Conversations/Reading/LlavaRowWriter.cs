using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Conversations.Reading;

/// <summary>Writes LLaVA's training data: a JSON array, one row a line, so that a line number names a row.</summary>
public static class LlavaRowWriter
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the rows as they come; the file appears under its name only when it is whole.</summary>
    /// <param name="path">The file; overwritten.</param>
    /// <param name="rows">What to write.</param>
    /// <param name="requiresRows">Whether no row at all is an error.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="InputException">The file cannot be written, or there are no rows though some are required.</exception>
    public static int Write(string path, IEnumerable<ConversationRow> rows, bool requiresRows = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(rows);
        var count = 0;
        try
        {
            if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            AtomicFile.Write(path, stream =>
            {
                count = Write(stream, rows);
                if (requiresRows && count == 0)
                    throw new InputException($"{path}: expected rows to write, found none");
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: expected a place that can be written to: {error.Message}", error);
        }

        return count;
    }

    private static int Write(Stream stream, IEnumerable<ConversationRow> rows)
    {
        var count = 0;
        using var writer = new Utf8JsonWriter(stream, s_options);
        stream.Write("["u8);
        foreach (var row in rows)
        {
            stream.Write(count++ == 0 ? "\n"u8 : ",\n"u8);
            WriteRow(writer, row);
            writer.Flush();
            writer.Reset();
        }

        stream.Write("\n]\n"u8);
        return count;
    }

    private static void WriteRow(Utf8JsonWriter writer, ConversationRow row)
    {
        writer.WriteStartObject();
        if (row.Id is not null)
            writer.WriteString("id", row.Id);
        if (row.Image is not null)
            writer.WriteString("image", row.Image);
        writer.WriteStartArray("conversations");
        foreach (var turn in row.Turns)
        {
            writer.WriteStartObject();
            writer.WriteString("from", turn.From);
            writer.WriteString("value", turn.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
