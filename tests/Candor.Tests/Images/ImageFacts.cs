using System.Text.Json;

namespace Candor.Tests.Images;

/// <summary>Compares a <c>[3, H, W]</c> array with what the goldens say of the reference's: shape, values, means and deviations.</summary>
internal static class ImageFacts
{
    /// <param name="facts">Shape, mean, std, positions and values.</param>
    /// <param name="shape">Sizes of the array.</param>
    /// <param name="value">Its value at channel, row and column.</param>
    public static void AssertHold(JsonElement facts, long[] shape, Func<int, int, int, float> value)
    {
        Assert.Equal(facts.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), shape);
        var positions = facts.GetProperty("positions").EnumerateArray()
            .Select(at => at.EnumerateArray().Select(i => i.GetInt32()).ToArray());
        Assert.Equal(
            facts.GetProperty("values").EnumerateArray().Select(number => (float)number.GetDouble()),
            positions.Select(at => value(at[0], at[1], at[2])));
        for (var channel = 0; channel < 3; channel++)
            AssertMoments(facts, channel, [.. Channel(shape, value, channel)]);
    }

    private static void AssertMoments(JsonElement facts, int channel, double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(x => (x - mean) * (x - mean)));
        // Sums in another order differ by less; one pixel that is one level off changes them by more.
        Assert.Equal(facts.GetProperty("mean")[channel].GetDouble(), mean, 1e-9);
        Assert.Equal(facts.GetProperty("std")[channel].GetDouble(), deviation, 1e-9);
    }

    private static IEnumerable<double> Channel(long[] shape, Func<int, int, int, float> value, int channel)
    {
        for (var y = 0; y < shape[1]; y++)
        {
            for (var x = 0; x < shape[2]; x++)
                yield return value(channel, y, x);
        }
    }
}
