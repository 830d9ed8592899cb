using System.Globalization;

namespace Candor.Evaluation.Comparison;

/// <summary>What a comparison shows, in words that claim no more than the evidence does.</summary>
public static class Verdict
{
    /// <summary>
    /// One line: <c>higher by 3.1 points, 95% 1.2 to 5.0, p(Holm) 0.004</c> or <c>no difference shown; 2.4 points would have been seen</c>.
    /// </summary>
    public static string Of(MetricComparison comparison)
    {
        if (comparison.IsShown)
            return Shown(comparison);

        var isSame = comparison.Join.Pairs.All(pair => pair.A.Value == pair.B.Value);
        var words = isSame ? "same on every document" : "no difference shown";
        if (comparison.DetectableDifference is { } difference)
            return $"{words}; {Amount(comparison, difference)} would have been seen";
        return isSame && comparison.McNemar is null ? words : $"{words}; {comparison.N} documents are too few to show one";
    }

    /// <summary>A value or difference as it is shown: percent or points for shares, the metric's own unit otherwise.</summary>
    public static string Number(MetricComparison comparison, double value) => comparison.IsShare
        ? (Math.Round(100 * value, 1) + 0.0).ToString("0.0", CultureInfo.InvariantCulture) // + 0.0: no "-0.0"
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A difference with its sign.</summary>
    public static string Signed(MetricComparison comparison, double value)
    {
        var number = Number(comparison, value);
        return value > 0 && number != "0.0" ? "+" + number : number;
    }

    /// <summary>The interval, or a dash where every document differs by the same: resampling equal values says nothing of others.</summary>
    public static string Interval(MetricComparison comparison) => comparison.IsUniform
        ? "–"
        : $"{Number(comparison, comparison.Interval.Low)} to {Number(comparison, comparison.Interval.High)}";

    /// <summary>A p-value: two significant digits, never 0.</summary>
    public static string P(double p) => p < 0.0001 ? "<0.0001" : p.ToString("G2", CultureInfo.InvariantCulture);

    private static string Shown(MetricComparison comparison)
    {
        var isHigher = comparison.Difference > 0;
        var interval = comparison.Interval;
        var (low, high) = isHigher ? (interval.Low, interval.High) : (-interval.High, -interval.Low);
        var worth = comparison.ScoresA.HigherIsBetter == false ? isHigher ? " (worse)" : " (better)" : "";
        var spread = comparison.IsUniform ? "on every document alike" : $"95% {Number(comparison, low)} to {Number(comparison, high)}";
        return $"{(isHigher ? "higher" : "lower")} by {Amount(comparison, Math.Abs(comparison.Difference))}{worth}, "
            + $"{spread}, p(Holm) {P(comparison.PHolm)}";
    }

    private static string Amount(MetricComparison comparison, double size) => Number(comparison, size) + (comparison.IsShare ? " points" : "");
}
