namespace Candor.Statistics;

/// <summary>The standard error of a mean whose values come in groups that resemble each other: several questions of one scenario.</summary>
public static class ClusteredError
{
    /// <summary>
    /// √(Σ over clusters of (Σ residuals)²) / n. With <paramref name="corrected"/> times √(G/(G − 1)) for G clusters, which removes most of
    /// the bias that few clusters bring.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="clusters">For each value the number of its cluster, from 0 without gaps.</param>
    /// <param name="corrected">Whether the factor for few clusters is applied.</param>
    /// <returns>The standard error; NaN where <paramref name="corrected"/> is asked for one cluster.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double OfMean(ReadOnlySpan<double> values, ReadOnlySpan<int> clusters, bool corrected = true)
    {
        if (values.Length != clusters.Length)
            throw new ArgumentException($"each value needs a cluster, found {values.Length} values and {clusters.Length} clusters");

        var mean = Moments.Mean(values);
        var sums = new double[ClusterCount(clusters)];
        for (var i = 0; i < values.Length; i++)
            sums[clusters[i]] += values[i] - mean;

        var squares = 0.0;
        foreach (var sum in sums)
            squares += sum * sum;
        var factor = corrected ? sums.Length / (sums.Length - 1.0) : 1;
        return sums.Length == 1 && corrected ? double.NaN : Math.Sqrt(squares * factor) / values.Length;
    }

    internal static int ClusterCount(ReadOnlySpan<int> clusters)
    {
        var last = -1;
        foreach (var cluster in clusters)
            last = Math.Max(last, cluster);
        return last + 1;
    }
}
