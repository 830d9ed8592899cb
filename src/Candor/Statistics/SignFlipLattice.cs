namespace Candor.Statistics;

/// <summary>
/// Sign flips of differences that are whole multiples of one step: the distribution of the sum is built one difference at a time, in
/// m·Σk additions instead of 2^m.
/// </summary>
internal static class SignFlipLattice
{
    private const int MaxSteps = 1 << 22;
    private const long MaxAdditions = 1L << 30;

    /// <summary>The exact two-sided p, or null where the sizes have no common step or too many.</summary>
    public static double? TryP(ReadOnlySpan<double> sizes, double observed, double tie)
    {
        var step = CommonStep(sizes);
        var total = Moments.Sum(sizes) / step;
        if (!(total <= MaxSteps) || (long)total * sizes.Length > MaxAdditions)
            return null;

        var multiples = new int[sizes.Length];
        var error = 0.0;
        for (var i = 0; i < sizes.Length; i++)
        {
            multiples[i] = (int)Math.Round(sizes[i] / step);
            error += Math.Abs(sizes[i] - multiples[i] * step);
        }

        return error > tie ? null : P(multiples, (int)Math.Round(observed / step));
    }

    /// <summary>2·P(Σ ± k ≥ observed) for a positive observed sum.</summary>
    private static double P(ReadOnlySpan<int> multiples, int observed)
    {
        var total = 0;
        foreach (var multiple in multiples)
            total += multiple;

        // chance[t]: the flips with a plus sign add up to t, so that the signed sum is 2t − total.
        var chance = new double[total + 1];
        chance[0] = 1;
        var reached = 0;
        foreach (var multiple in multiples)
        {
            // A size far below the step is a tie either way.
            if (multiple == 0)
                continue;
            for (var t = reached; t >= 0; t--)
            {
                var half = chance[t] / 2;
                chance[t] = half;
                chance[t + multiple] += half;
            }

            reached += multiple;
        }

        // Summed from the small end, so that small tails keep their digits.
        var tail = 0.0;
        for (var t = total; 2 * t - total >= observed; t--)
            tail += chance[t];
        return Math.Min(1, 2 * tail);
    }

    /// <summary>Euclid's algorithm on numbers that carry rounding errors; something tiny where there is no common step.</summary>
    private static double CommonStep(ReadOnlySpan<double> sizes)
    {
        var largest = 0.0;
        foreach (var size in sizes)
            largest = Math.Max(largest, size);

        var step = 0.0;
        foreach (var size in sizes)
        {
            var (a, b) = (size, step);
            while (b > largest * 1e-7)
                (a, b) = (b, Math.Abs(a - b * Math.Round(a / b)));
            step = a;
        }

        return Refined(sizes, step);
    }

    // Each remainder inherits rounding errors; the best fit of all sizes does not.
    private static double Refined(ReadOnlySpan<double> sizes, double step)
    {
        var multiples = 0.0;
        foreach (var size in sizes)
            multiples += Math.Round(size / step);
        return multiples > 0 ? Moments.Sum(sizes) / multiples : step;
    }
}
