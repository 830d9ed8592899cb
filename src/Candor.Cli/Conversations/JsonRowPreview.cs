using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Candor.Conversations;
using Candor.Conversations.Labels;

namespace Candor.Cli.Conversations;

/// <summary>A line of JSON a row: row, ids, labels, warnings; a row that does not fit the template has an error too.</summary>
internal sealed class JsonRowPreview(TextWriter output) : IRowPreview
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();

    public void Show(ConversationRow row, EncodedRow encoded) => Write(row, encoded, reason: null);

    public void ShowMisfit(ConversationRow row, string reason) =>
        Write(row, new EncodedRow { Ids = [], Labels = [], FullLength = 0 }, reason);

    private void Write(ConversationRow row, EncodedRow encoded, string? reason)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line, s_options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("row", row.Place.Row);
            Write(writer, "ids", encoded.Ids);
            Write(writer, "labels", encoded.Labels);
            writer.WriteStartArray("warnings");
            foreach (var warning in encoded.Warnings)
                writer.WriteStringValue(warning);
            writer.WriteEndArray();
            if (reason is not null)
                writer.WriteString("error", reason);
            writer.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(_line.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter writer, string name, int[] numbers)
    {
        writer.WriteStartArray(name);
        foreach (var number in numbers)
            writer.WriteNumberValue(number);
        writer.WriteEndArray();
    }
}
