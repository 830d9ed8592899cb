using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Tests.Statistics;

/// <summary>tests/Goldens/metrics/statistics.json: values of scipy, statsmodels and exact enumeration, all to 1e-9.</summary>
internal static class StatisticsGoldens
{
    public const double Tolerance = 1e-9;

    private static readonly Lazy<JsonElement> s_root = new(() => Goldens.Json(Goldens.Committed("metrics", "statistics.json")));

    /// <summary>One row per entry of a part: its index, and a name to read in the test's title.</summary>
    public static TheoryData<int, string> Rows(string part)
    {
        var rows = new TheoryData<int, string>();
        var index = 0;
        foreach (var entry in s_root.Value.GetProperty(part).EnumerateArray())
            rows.Add(index++, Title(entry));
        return rows;
    }

    /// <summary>The rows of "arrays" that have a certain key.</summary>
    public static TheoryData<int, string> ArraysWith(string key)
    {
        var rows = new TheoryData<int, string>();
        var index = 0;
        foreach (var entry in s_root.Value.GetProperty("arrays").EnumerateArray())
        {
            if (entry.TryGetProperty(key, out _))
                rows.Add(index, Title(entry));
            index++;
        }

        return rows;
    }

    public static JsonElement Entry(string part, int index) => s_root.Value.GetProperty(part)[index];

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static double[] Differences(JsonElement array) => Candor.Statistics.Moments.Differences(array.Numbers("a"), array.Numbers("b"));

    public static void Close(double expected, double actual) => Assert.Equal(expected, actual, Tolerance);

    public static void Close(double[] expected, Candor.Statistics.Interval actual)
    {
        Close(expected[0], actual.Low);
        Close(expected[1], actual.High);
    }

    private static string Title(JsonElement entry) => entry.TryGetProperty("name", out var name)
        ? name.GetString()!
        : string.Join(' ', entry.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Number).Select(p => $"{p.Name}={p.Value.GetRawText()}"));
}
