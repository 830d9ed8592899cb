using System.Globalization;
using System.Text;
using System.Text.Json;
using Candor.Evaluation.Models;

namespace Candor.Evaluation.Running;

/// <summary>One answer in a journal: <c>{"key": "…", "ll": -8.5, "greedy": false}</c> and a line feed.</summary>
internal static class JournalLine
{
    /// <summary>The line's bytes. Floats read back to the same bits; NaN and infinities are texts.</summary>
    public static byte[] Format(string key, LogLikelihood answer)
    {
        var value = answer.Value.ToString("R", CultureInfo.InvariantCulture);
        var number = double.IsFinite(answer.Value) ? value : $"\"{value}\"";
        var greedy = answer.IsGreedy ? "true" : "false";
        return Encoding.UTF8.GetBytes($"{{\"key\": {JsonSerializer.Serialize(key)}, \"ll\": {number}, \"greedy\": {greedy}}}\n");
    }

    /// <summary>Reads a line without its line feed.</summary>
    /// <returns>Null where it is no whole line of this form.</returns>
    public static (string Key, LogLikelihood Answer)? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String
                || !root.TryGetProperty("ll", out var value) || Number(value) is not { } number
                || !root.TryGetProperty("greedy", out var greedy) || greedy.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            {
                return null;
            }

            return (key.GetString()!, new LogLikelihood(number, greedy.GetBoolean()));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.GetString() is "NaN" or "Infinity" or "-Infinity" =>
            double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };
}
