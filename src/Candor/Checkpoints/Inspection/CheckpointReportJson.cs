using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Candor.Checkpoints.Inspection;

/// <summary>The JSON form of a report: snake_case keys, Hugging Face's names for dtypes and rope types.</summary>
public static class CheckpointReportJson
{
    // Names of tensors and paths are shown as they are, not escaped for HTML.
    private static readonly ReportJsonContext Context = new(new JsonSerializerOptions(ReportJsonContext.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Indented JSON text.</summary>
    public static string Serialize(CheckpointReport report) => JsonSerializer.Serialize(report, Context.CheckpointReport);
}

/// <summary>Generated at build time: no reflection at start-up.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    Converters = [typeof(TensorDtypeJsonConverter), typeof(RopeTypeJsonConverter)])]
[JsonSerializable(typeof(CheckpointReport))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;

/// <summary>Writes torch's name.</summary>
internal sealed class TensorDtypeJsonConverter : JsonConverter<TensorDtype>
{
    /// <inheritdoc />
    public override TensorDtype Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("reports are only written");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TensorDtype value, JsonSerializerOptions options) => writer.WriteStringValue(value.TorchName());
}

/// <summary>Writes transformers' name.</summary>
internal sealed class RopeTypeJsonConverter : JsonConverter<RopeType>
{
    /// <inheritdoc />
    public override RopeType Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("reports are only written");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, RopeType value, JsonSerializerOptions options) =>
        writer.WriteStringValue(JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
}
