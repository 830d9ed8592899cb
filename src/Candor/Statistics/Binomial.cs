using MathNet.Numerics;

namespace Candor.Statistics;

/// <summary>Exact binomial probabilities, summed from the mass function so that small tails keep their relative accuracy.</summary>
internal static class Binomial
{
    /// <summary>P(K = k) for n trials of probability <paramref name="p"/>.</summary>
    public static double Mass(int n, int k, double p)
    {
        if (p <= 0 || p >= 1)
            return k == (p <= 0 ? 0 : n) ? 1 : 0;
        return Math.Exp(SpecialFunctions.BinomialLn(n, k) + k * Math.Log(p) + (n - k) * Math.Log(1 - p));
    }

    /// <summary>P(K ≤ k) for n fair trials.</summary>
    public static double FairLowerTail(int n, int k)
    {
        var mass = Math.Exp(SpecialFunctions.BinomialLn(n, k) - n * Math.Log(2));
        var sum = 0.0;
        for (var i = k; i >= 0 && mass > 0; i--)
        {
            sum += mass;
            mass *= i / (double)(n - i + 1);
        }

        return sum;
    }

    /// <summary>The exact two-sided p of k successes in n fair trials.</summary>
    public static double FairTwoSided(int n, int k) => Math.Min(1, 2 * FairLowerTail(n, Math.Min(k, n - k)));
}
