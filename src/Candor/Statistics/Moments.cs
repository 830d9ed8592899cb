namespace Candor.Statistics;

/// <summary>Mean, standard deviation and standard error of a sample. Standard deviations divide by n − 1.</summary>
public static class Moments
{
    /// <summary>The arithmetic mean; NaN for no values.</summary>
    public static double Mean(ReadOnlySpan<double> values) => values.IsEmpty ? double.NaN : Sum(values) / values.Length;

    /// <summary>The sample standard deviation (n − 1), in two passes; NaN for fewer than two values.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values)
    {
        if (values.Length < 2)
            return double.NaN;

        var mean = Mean(values);
        var squares = 0.0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return Math.Sqrt(squares / (values.Length - 1));
    }

    /// <summary>The standard error of the mean, for independent values; NaN for fewer than two.</summary>
    public static double StandardError(ReadOnlySpan<double> values) => StandardDeviation(values) / Math.Sqrt(values.Length);

    /// <summary>b − a, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double[] Differences(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"paired values must have one length, found {a.Length} and {b.Length}");

        var differences = new double[a.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = b[i] - a[i];
        return differences;
    }

    /// <summary>The sum with Neumaier's compensation, so that it does not depend on the size of the sample.</summary>
    internal static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
