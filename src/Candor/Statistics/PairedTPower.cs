using MathNet.Numerics.RootFinding;

namespace Candor.Statistics;

/// <summary>Power of the two-sided paired t test. An effect size is the mean difference divided by the differences' standard deviation.</summary>
public static class PairedTPower
{
    /// <summary>The chance of p below <paramref name="alpha"/> with <paramref name="n"/> pairs (more than one; need not be whole).</summary>
    public static double Power(double effectSize, double n, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(n, 1);
        var freedom = n - 1;
        var critical = PairedTTest.Quantile(1 - alpha / 2, freedom);
        var noncentrality = effectSize * Math.Sqrt(n);
        var missed = NoncentralT.Cdf(critical, freedom, noncentrality) - NoncentralT.Cdf(-critical, freedom, noncentrality);
        return 1 - missed;
    }

    /// <summary>The number of pairs, not rounded, at which <see cref="Power"/> reaches <paramref name="power"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The effect is zero, or the power is not between <paramref name="alpha"/> and 1.</exception>
    public static double SampleSize(double effectSize, double power = 0.8, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfZero(effectSize);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(power, alpha);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(power, 1);

        const double fewest = 1.5;
        var upper = 4.0;
        while (Power(effectSize, upper, alpha) < power)
            upper *= 2;
        return Power(effectSize, fewest, alpha) >= power
            ? fewest
            : Brent.FindRoot(n => Power(effectSize, n, alpha) - power, fewest, upper, 1e-11);
    }
}
