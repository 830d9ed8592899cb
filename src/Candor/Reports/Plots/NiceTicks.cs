namespace Candor.Reports.Plots;

/// <summary>Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.</summary>
internal static class NiceTicks
{
    /// <summary>The round numbers between two ends, about as many as asked for.</summary>
    public static IReadOnlyList<double> Between(double low, double high, int about)
    {
        var raw = (high - low) / about;
        if (!(raw > 0) || !double.IsFinite(raw))
            return [low];
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        return [.. Enumerable.Range(0, (int)Math.Min(100, last - first + 1)).Select(i => (first + i) * step)];
    }
}
