using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Candor.TestSupport;

namespace Candor.Tests.Randomness;

/// <summary>Cases of goldens/rng: one freshly seeded generator each, its calls made in order.</summary>
internal static partial class GeneratorGoldens
{
    public static IEnumerable<TheoryDataRow<int, string>> Rows(string file)
    {
        var cases = Cases(file);
        return Enumerable.Range(0, cases.Length).Select(i => new TheoryDataRow<int, string>(i, $"{cases[i].GetProperty("seed")} {cases[i].GetProperty("case")}"));
    }

    public static JsonElement[] Cases(string file) => [.. Goldens.Json(Goldens.Committed("rng", file)).GetProperty("cases").EnumerateArray()];

    /// <summary>A call's name with its numbers replaced by #, and the numbers.</summary>
    public static (string Form, double[] Numbers) Parse(string call) =>
        (Number().Replace(call, "#"), [.. Number().Matches(call).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))]);

    public static BigInteger Integer(JsonElement value) =>
        BigInteger.Parse(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText(), CultureInfo.InvariantCulture);

    /// <summary>Integers and floats alike, as text that keeps every bit.</summary>
    public static string[] Values(JsonElement result)
    {
        if (result.ValueKind == JsonValueKind.Array)
            return [.. result.EnumerateArray().Select(Value)];
        return [Value(result)];
    }

    public static string[] Values<T>(IEnumerable<T> values) where T : IFormattable => [.. values.Select(Value)];

    private static string Value(JsonElement result) => result.ValueKind == JsonValueKind.String ? result.GetString()! : Value(result.GetDouble());

    private static string Value<T>(T value) where T : IFormattable => value.ToString("R", CultureInfo.InvariantCulture);

    // dtype=float32 names a type, not a number.
    [GeneratedRegex(@"(?<![\w.])-?\d+(\.\d+)?")]
    private static partial Regex Number();
}
