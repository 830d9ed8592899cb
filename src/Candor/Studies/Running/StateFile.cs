using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Candor.Studies.Running;

/// <summary>
/// <c>steps.json</c> of a run folder: what was done with which key. Written whole at every change, so a kill at any instant leaves the
/// state before or after it.
/// </summary>
public static class StateFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "steps.json";

    private const long MaxBytes = 64 << 20;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>The records by step; none where there is no such file.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static Dictionary<string, StepRecord> Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return new Dictionary<string, StepRecord>(StringComparer.Ordinal);
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new JsonException("too large");
            var records = JsonSerializer.Deserialize<Dictionary<string, StepRecord>>(File.ReadAllBytes(path), s_options)
                ?? throw new JsonException("null");
            if (records.Values.Any(record => record is null))
                throw new JsonException("null");
            return new Dictionary<string, StepRecord>(records, StringComparer.Ordinal);
        }
        catch (JsonException error)
        {
            throw new InputException(
                $"{path}: expected the states of a study's steps, found a damaged file; delete it to run every step anew", error);
        }
    }

    /// <summary>Writes the records in an order of steps.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, StepRecord> records, IEnumerable<string> order)
    {
        var ordered = order.Where(records.ContainsKey).Select(name => KeyValuePair.Create(name, records[name])).ToList();
        AtomicFile.Write(Path.Combine(folder, Name), output =>
        {
            JsonSerializer.Serialize(output, new OrderedDictionary<string, StepRecord>(ordered), s_options);
            output.WriteByte((byte)'\n');
        });
    }
}
