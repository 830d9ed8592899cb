using MathNet.Numerics.Distributions;

namespace Candor.Statistics;

/// <summary>Intervals of a proportion of independent yes/no outcomes.</summary>
public static class ProportionInterval
{
    /// <summary>Wilson's score interval: close to the named coverage on average, also near 0 and 1.</summary>
    /// <param name="successes">Outcomes that count.</param>
    /// <param name="n">All outcomes, at least one.</param>
    /// <param name="level">The coverage.</param>
    public static Interval Wilson(int successes, int n, double level = 0.95)
    {
        Check(successes, n);
        var z = Normal.InvCDF(0, 1, (1 + level) / 2);
        var p = successes / (double)n;
        var scale = 1 + z * z / n;
        var centre = (p + z * z / (2 * n)) / scale;
        var half = z * Math.Sqrt(p * (1 - p) / n + z * z / (4.0 * n * n)) / scale;
        return new Interval(successes == 0 ? 0 : centre - half, successes == n ? 1 : centre + half);
    }

    /// <summary>Clopper and Pearson's interval: never less than the named coverage, hence wide.</summary>
    /// <param name="successes">Outcomes that count.</param>
    /// <param name="n">All outcomes, at least one.</param>
    /// <param name="level">The coverage.</param>
    public static Interval ClopperPearson(int successes, int n, double level = 0.95)
    {
        Check(successes, n);
        var tail = (1 - level) / 2;
        var low = successes == 0 ? 0 : Beta.InvCDF(successes, n - successes + 1, tail);
        var high = successes == n ? 1 : Beta.InvCDF(successes + 1, n - successes, 1 - tail);
        return new Interval(low, high);
    }

    private static void Check(int successes, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, n);
    }
}
