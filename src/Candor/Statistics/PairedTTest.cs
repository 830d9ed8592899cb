using MathNet.Numerics.Distributions;

namespace Candor.Statistics;

/// <summary>Student's t test of paired differences.</summary>
public sealed record PairedTTest
{
    /// <summary>Mean difference divided by its standard error.</summary>
    public required double T { get; init; }

    /// <summary>Degrees of freedom, n − 1.</summary>
    public required int DegreesOfFreedom { get; init; }

    /// <summary>Two-sided p.</summary>
    public required double P { get; init; }

    /// <summary>The interval of the mean difference.</summary>
    public required Interval Interval { get; init; }

    /// <summary>
    /// Tests whether the mean difference is zero. Null where t has no value: fewer than two differences, or all of them equal.
    /// </summary>
    /// <param name="differences">b − a for each pair.</param>
    /// <param name="level">The coverage of the interval.</param>
    public static PairedTTest? Of(ReadOnlySpan<double> differences, double level = 0.95)
    {
        if (differences.Length < 2 || AllEqual(differences))
            return null;

        var mean = Moments.Mean(differences);
        var error = Moments.StandardError(differences);
        var freedom = differences.Length - 1;
        var margin = Quantile((1 + level) / 2, freedom) * error;
        return new PairedTTest
        {
            T = mean / error,
            DegreesOfFreedom = freedom,
            P = Math.Min(1, 2 * StudentT.CDF(0, 1, freedom, -Math.Abs(mean / error))),
            Interval = new Interval(mean - margin, mean + margin),
        };
    }

    internal static double Quantile(double probability, double freedom) => StudentT.InvCDF(0, 1, freedom, probability);

    private static bool AllEqual(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (value != values[0])
                return false;
        }

        return true;
    }
}
