using System.Numerics;
using Candor.Randomness;

namespace Candor.Statistics;

/// <summary>
/// The seeded bootstrap of a mean. Indices are those of NumPy: <c>default_rng(seed).integers(0, n, size=(replicates, n))</c>, so that a
/// few lines of Python repeat an interval to the last digit.
/// </summary>
public static class Bootstrap
{
    /// <summary>Replicates where nobody asks for another number.</summary>
    public const int DefaultReplicates = 10_000;

    /// <summary>Resamples single values.</summary>
    /// <param name="values">At least one value.</param>
    /// <param name="seed">Not negative.</param>
    /// <param name="replicates">At least one.</param>
    public static BootstrapDistribution OfMean(ReadOnlySpan<double> values, BigInteger seed, int replicates = DefaultReplicates)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        var generator = new NumpyGenerator(seed);
        var indices = new int[values.Length];
        var means = new double[replicates];
        foreach (ref var mean in means.AsSpan())
        {
            generator.Integers(values.Length, indices);
            mean = MeanAt(values, indices);
        }

        return new BootstrapDistribution(means);
    }

    /// <summary>
    /// Resamples whole clusters, as many as there are: for values that are not independent. A replicate's mean is over all values of the
    /// clusters drawn. Indices are those of <see cref="OfMean"/> with n the number of clusters.
    /// </summary>
    /// <param name="values">At least one value.</param>
    /// <param name="clusters">For each value the number of its cluster, from 0 without gaps.</param>
    /// <param name="seed">Not negative.</param>
    /// <param name="replicates">At least one.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static BootstrapDistribution OfClusteredMean(
        ReadOnlySpan<double> values, ReadOnlySpan<int> clusters, BigInteger seed, int replicates = DefaultReplicates)
    {
        ArgumentOutOfRangeException.ThrowIfZero(values.Length, nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        var (sums, sizes) = Totals(values, clusters);
        var generator = new NumpyGenerator(seed);
        var indices = new int[sums.Length];
        var means = new double[replicates];
        foreach (ref var mean in means.AsSpan())
        {
            generator.Integers(sums.Length, indices);
            double sum = 0, size = 0;
            foreach (var index in indices)
            {
                sum += sums[index];
                size += sizes[index];
            }

            mean = sum / size;
        }

        return new BootstrapDistribution(means);
    }

    /// <summary>The mean of the values drawn.</summary>
    internal static double MeanAt(ReadOnlySpan<double> values, ReadOnlySpan<int> indices)
    {
        var sum = 0.0;
        foreach (var index in indices)
            sum += values[index];
        return sum / indices.Length;
    }

    private static (double[] Sums, double[] Sizes) Totals(ReadOnlySpan<double> values, ReadOnlySpan<int> clusters)
    {
        if (values.Length != clusters.Length)
            throw new ArgumentException($"each value needs a cluster, found {values.Length} values and {clusters.Length} clusters");

        var count = ClusteredError.ClusterCount(clusters);
        var (sums, sizes) = (new double[count], new double[count]);
        for (var i = 0; i < values.Length; i++)
        {
            sums[clusters[i]] += values[i];
            sizes[clusters[i]]++;
        }

        return (sums, sizes);
    }
}
