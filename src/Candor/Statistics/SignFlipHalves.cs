namespace Candor.Statistics;

/// <summary>
/// Sign flips of any differences, meeting in the middle: the 2^(m/2) sums of each half are kept sorted, and one pass over both counts the
/// pairs that reach the bound. 2^(m/2) numbers instead of 2^m.
/// </summary>
internal static class SignFlipHalves
{
    /// <summary>Most differences counted so: two sorted lists of 2^20 sums.</summary>
    public const int MaxCount = 40;

    /// <summary>2·P(Σ ± size ≥ bound) for a positive bound.</summary>
    public static double P(ReadOnlySpan<double> sizes, double bound)
    {
        var left = SortedSums(sizes[..(sizes.Length / 2)]);
        var right = SortedSums(sizes[(sizes.Length / 2)..]);
        var count = 0L;
        var first = right.Length;
        foreach (var sum in left)
        {
            while (first > 0 && sum + right[first - 1] >= bound)
                first--;
            count += right.Length - first;
        }

        return Math.Min(1, 2 * count / Math.Pow(2, sizes.Length));
    }

    private static double[] SortedSums(ReadOnlySpan<double> sizes)
    {
        double[] sums = [0];
        foreach (var size in sizes)
            sums = MergeOfBothSigns(sums, size);
        return sums;
    }

    private static double[] MergeOfBothSigns(double[] sums, double size)
    {
        var merged = new double[2 * sums.Length];
        for (int i = 0, minus = 0, plus = 0; i < merged.Length; i++)
        {
            if (minus < sums.Length && (plus == sums.Length || sums[minus] - size <= sums[plus] + size))
                merged[i] = sums[minus++] - size;
            else
                merged[i] = sums[plus++] + size;
        }

        return merged;
    }
}
