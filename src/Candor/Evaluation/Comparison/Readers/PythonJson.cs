using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>
/// JSON as Python's json module writes it: with bare <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which the standard and
/// System.Text.Json refuse. Outside strings they are put in quotation marks before parsing; strings stay as they are.
/// </summary>
internal static class PythonJson
{
    private static readonly (byte[] Bare, byte[] Quoted)[] s_words =
    [
        ("NaN"u8.ToArray(), "\"NaN\""u8.ToArray()),
        ("Infinity"u8.ToArray(), "\"Infinity\""u8.ToArray()),
        ("-Infinity"u8.ToArray(), "\"-Infinity\""u8.ToArray()),
    ];

    /// <summary>Parses one value.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8) => JsonDocument.Parse(Standard(utf8));

    /// <summary>The number that an element holds, a bare word of Python's included; null for anything else.</summary>
    public static double? Number(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String when element.ValueEquals("NaN"u8) => double.NaN,
        JsonValueKind.String when element.ValueEquals("Infinity"u8) => double.PositiveInfinity,
        JsonValueKind.String when element.ValueEquals("-Infinity"u8) => double.NegativeInfinity,
        _ => null,
    };

    private static ReadOnlyMemory<byte> Standard(ReadOnlyMemory<byte> utf8)
    {
        var source = utf8.Span;
        if (source.IndexOf("NaN"u8) < 0 && source.IndexOf("Infinity"u8) < 0)
            return utf8;

        using var result = new MemoryStream(utf8.Length + 64);
        var inString = false;
        for (var i = 0; i < source.Length;)
        {
            var length = 1;
            if (inString && source[i] == (byte)'\\')
                length = Math.Min(2, source.Length - i);
            else if (source[i] == (byte)'"')
                inString = !inString;
            else if (!inString && WordAt(source[i..]) is { Bare: not null } word)
            {
                result.Write(word.Quoted);
                i += word.Bare.Length;
                continue;
            }

            result.Write(source.Slice(i, length));
            i += length;
        }

        return result.ToArray();
    }

    private static (byte[] Bare, byte[] Quoted) WordAt(ReadOnlySpan<byte> source)
    {
        foreach (var word in s_words)
        {
            if (source.StartsWith(word.Bare))
                return word;
        }

        return default;
    }
}
