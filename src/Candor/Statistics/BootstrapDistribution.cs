namespace Candor.Statistics;

/// <summary>The statistic of every bootstrap replicate.</summary>
public sealed class BootstrapDistribution
{
    private readonly double[] _sorted;

    /// <summary>Takes the replicates' statistics, in any order.</summary>
    public BootstrapDistribution(ReadOnlySpan<double> replicates)
    {
        StandardError = Moments.StandardDeviation(replicates);
        _sorted = replicates.ToArray();
        Array.Sort(_sorted);
    }

    /// <summary>Number of replicates.</summary>
    public int Count => _sorted.Length;

    /// <summary>Standard deviation of the replicates (n − 1).</summary>
    public double StandardError { get; }

    /// <summary>The percentile interval: equal shares of the replicates lie below and above it.</summary>
    public Interval Percentile(double level = 0.95) => new(Quantile((1 - level) / 2), Quantile((1 + level) / 2));

    /// <summary>The quantile with linear interpolation between neighbours (NumPy's default, Hyndman and Fan's type 7).</summary>
    public double Quantile(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        var position = probability * (_sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, _sorted.Length - 1);
        return _sorted[below] + (position - below) * (_sorted[above] - _sorted[below]);
    }
}
