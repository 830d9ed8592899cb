using MathNet.Numerics.Distributions;

namespace Candor.Statistics;

/// <summary>
/// Power of McNemar's test. p10 is the chance that a document is right only in the first run, p01 only in the second.
/// </summary>
public static class McNemarPower
{
    /// <summary>The chance that the exact test of <paramref name="n"/> documents gives p ≤ <paramref name="alpha"/>, by enumeration.</summary>
    public static double Exact(int n, double p10, double p01, double alpha = 0.05)
    {
        Check(p10, p01);
        var discordant = p10 + p01;
        var share = discordant > 0 ? p10 / discordant : 0;
        var power = 0.0;
        for (var pairs = 0; pairs <= n; pairs++)
        {
            var weight = Binomial.Mass(n, pairs, discordant);
            if (weight < 1e-18)
                continue;

            var rejected = 0.0;
            for (var k = 0; k <= LargestRejected(pairs, alpha); k++)
                rejected += Binomial.Mass(pairs, k, share) + Binomial.Mass(pairs, pairs - k, share);
            power += weight * rejected;
        }

        return power;
    }

    /// <summary>
    /// Documents needed, not rounded, by the normal approximation (Connor 1987):
    /// (z₁₋α⁄₂ √pd + z_power √(pd − d²))² / d² with pd = p10 + p01, d = |p10 − p01|.
    /// </summary>
    public static double SampleSize(double p10, double p01, double power = 0.8, double alpha = 0.05)
    {
        Check(p10, p01);
        var difference = Math.Abs(p10 - p01);
        ArgumentOutOfRangeException.ThrowIfZero(difference);
        return SampleSizeOf(difference, p10 + p01, power, alpha);
    }

    internal static double SampleSizeOf(double difference, double discordant, double power, double alpha)
    {
        var root = Normal.InvCDF(0, 1, 1 - alpha / 2) * Math.Sqrt(discordant)
            + Normal.InvCDF(0, 1, power) * Math.Sqrt(discordant - difference * difference);
        return root * root / (difference * difference);
    }

    // The largest smaller count of `pairs` discordant documents that the exact test still rejects; −1 where it rejects none.
    private static int LargestRejected(int pairs, double alpha)
    {
        var k = -1;
        var mass = Math.Pow(0.5, pairs);
        for (var tail = mass; 2 * tail <= alpha && 2 * (k + 1) < pairs; tail += mass)
        {
            k++;
            mass *= (pairs - k) / (double)(k + 1);
        }

        return k;
    }

    private static void Check(double p10, double p01)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(p10);
        ArgumentOutOfRangeException.ThrowIfNegative(p01);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(p10 + p01, 1);
    }
}
