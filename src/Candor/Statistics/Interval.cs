namespace Candor.Statistics;

/// <summary>A closed interval, in the unit of the quantity it bounds.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Whether <paramref name="value"/> lies in it, the ends included.</summary>
    public bool Contains(double value) => Low <= value && value <= High;

    /// <summary>Both ends multiplied by a positive factor, as for percentage points.</summary>
    public Interval Scaled(double factor) => new(Low * factor, High * factor);
}
