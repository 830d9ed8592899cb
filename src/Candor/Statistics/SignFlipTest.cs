using System.Numerics;

namespace Candor.Statistics;

/// <summary>How a sign-flip p was found.</summary>
public enum SignFlipMethod
{
    /// <summary>All sign vectors were counted.</summary>
    Exact,

    /// <summary>A seeded sample of sign vectors was counted.</summary>
    MonteCarlo,
}

/// <summary>
/// The sign-flip (paired permutation) test: the share of all 2^m sign vectors of the m non-zero differences whose sum is at least as far
/// from zero as the observed one. It supposes nothing about the shape of the differences but symmetry around zero if nothing changed.
/// </summary>
/// <param name="P">Two-sided p.</param>
/// <param name="Method">Whether all sign vectors were counted.</param>
/// <param name="Draws">Sign vectors drawn by the Monte Carlo form; 0 for the exact one.</param>
public sealed record SignFlipTest(double P, SignFlipMethod Method, int Draws)
{
    /// <summary>Sign vectors drawn where they cannot all be counted.</summary>
    public const int DefaultDraws = 100_000;

    // Sums closer than this share of Σ|d| are ties: rounding must not decide.
    private const double TieShare = 1e-11;

    /// <summary>
    /// Exact where the differences are multiples of one step (0/1 answers, decimals, thirds), for thousands of documents, and for up to
    /// <see cref="SignFlipHalves.MaxCount"/> of any kind; otherwise by <paramref name="draws"/> random sign vectors, and then
    /// p = (1 + those at least as extreme) / (1 + draws), which is never zero.
    /// </summary>
    /// <param name="differences">b − a for each pair; zeros take no part.</param>
    /// <param name="seed">Seed of the Monte Carlo form.</param>
    /// <param name="draws">Sign vectors of the Monte Carlo form.</param>
    public static SignFlipTest Of(ReadOnlySpan<double> differences, BigInteger seed, int draws = DefaultDraws)
    {
        var sizes = NonZeroSizes(differences);
        var observed = Math.Abs(Moments.Sum(differences));
        var tie = TieShare * Moments.Sum(sizes);
        if (observed <= tie)
            return new SignFlipTest(1, SignFlipMethod.Exact, 0);
        if (SignFlipLattice.TryP(sizes, observed, tie) is { } latticeP)
            return new SignFlipTest(latticeP, SignFlipMethod.Exact, 0);
        if (sizes.Length <= SignFlipHalves.MaxCount)
            return new SignFlipTest(SignFlipHalves.P(sizes, observed - tie), SignFlipMethod.Exact, 0);
        return new SignFlipTest(SignFlipDraws.P(sizes, observed - tie, seed, draws), SignFlipMethod.MonteCarlo, draws);
    }

    private static double[] NonZeroSizes(ReadOnlySpan<double> differences)
    {
        var sizes = new List<double>(differences.Length);
        foreach (var difference in differences)
        {
            if (!double.IsFinite(difference))
                throw new ArgumentException("a difference is not a finite number");
            if (difference != 0)
                sizes.Add(Math.Abs(difference));
        }

        return [.. sizes];
    }
}
