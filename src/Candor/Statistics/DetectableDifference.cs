using MathNet.Numerics.RootFinding;

namespace Candor.Statistics;

/// <summary>
/// The smallest true difference that a paired comparison would have shown with the named power: what "no difference shown" is worth.
/// </summary>
public static class DetectableDifference
{
    /// <summary>
    /// For real values: (t₁₋α⁄₂ + t_power)·se, both quantiles at the given degrees of freedom. Null where nothing is known about the
    /// spread: a standard error that is zero or not a number.
    /// </summary>
    public static double? OfMeans(double standardError, int freedom, double alpha = 0.05, double power = 0.8)
    {
        if (!(standardError > 0) || freedom < 1)
            return null;
        return (PairedTTest.Quantile(1 - alpha / 2, freedom) + PairedTTest.Quantile(power, freedom)) * standardError;
    }

    /// <summary>
    /// For right and wrong answers: the difference d whose sample size (<see cref="McNemarPower.SampleSize"/>) is n, at the observed share of
    /// discordant documents; where even all of those on one side would not do, the share grows with d. Never less than what the exact
    /// test needs (six documents at α = 0.05): agreement on every document does not mean that any difference would have been seen.
    /// </summary>
    /// <returns>The difference, or null where n documents cannot show any.</returns>
    public static double? OfProportions(int n, int discordant, double alpha = 0.05, double power = 0.8)
    {
        var share = discordant / (double)n;
        var fewest = Math.Ceiling(Math.Log2(2 / alpha)) / n;
        var oneSided = n < OneSided(1) ? double.NaN : Root(OneSided, 1);
        var difference = share > 0 && n >= TwoSided(share) ? Root(TwoSided, share) : oneSided;
        return double.IsNaN(difference) || fewest > 1 ? null : Math.Max(fewest, difference);

        double OneSided(double d) => McNemarPower.SampleSizeOf(d, d, power, alpha);
        double TwoSided(double d) => McNemarPower.SampleSizeOf(d, share, power, alpha);
        double Root(Func<double, double> sampleSize, double largest) =>
            Brent.FindRoot(d => d * (Math.Sqrt(sampleSize(d)) - Math.Sqrt(n)), 1e-12, largest, 1e-12);
    }
}
