using Candor.Evaluation.Comparison;
using Candor.Reports.Facts;

namespace Candor.Reports.Plots;

/// <summary>
/// The differences of one pair with their intervals, a line each. Names stand above the lines, so that the drawing is narrow enough for a
/// phone.
/// </summary>
internal static class ForestPlot
{
    private const int Width = 420;
    private const int RowHeight = 38;
    private const int Margin = 14;

    /// <summary>The differences that can be drawn: those in points.</summary>
    public static IReadOnlyList<DifferenceFact> Drawable(PairFacts pair) => [.. pair.Differences.Where(difference => difference.Comparison.IsShare)];

    /// <summary>The reach of the axis that fits all pairs of a report, so that drawings side by side compare.</summary>
    public static (double Low, double High) Reach(IEnumerable<PairFacts> pairs)
    {
        var ends = pairs.SelectMany(Drawable).Select(difference => difference.Comparison)
            .SelectMany(c => new[] { c.Interval.Low, c.Interval.High, c.Difference, 0 }).Select(value => 100 * value).ToList();
        if (ends.Count == 0)
            return (-1, 1);
        var margin = Math.Max(0.5, 0.06 * (ends.Max() - ends.Min()));
        return (ends.Min() - margin, ends.Max() + margin);
    }

    /// <summary>The drawing; null where nothing can be drawn.</summary>
    public static string? Draw(PairFacts pair, string id, (double Low, double High) reach)
    {
        var differences = Drawable(pair);
        if (differences.Count == 0)
            return null;
        var height = differences.Count * RowHeight + 40;
        var plot = new SvgPlot(new PlotFrame
        {
            Width = Width,
            Height = height,
            Left = Margin,
            Right = Width - Margin,
            Top = 4,
            Bottom = height - 36,
            XLow = reach.Low,
            XHigh = reach.High,
            YLow = 0,
            YHigh = differences.Count,
        });
        plot.XTicks(NiceTicks.Between(reach.Low, reach.High, 6), value => (value > 0 ? "+" : "") + SvgPlot.Plain(value));
        plot.Line(0, 0, 0, differences.Count, Ink.Zero, 1.5f);
        foreach (var (i, difference) in differences.Index())
            DrawRow(plot, difference.Comparison, differences.Count - i - 1, i);
        plot.Text(Width / 2.0, height - 4, "difference in points, 95% interval", SvgAnchor.Middle, "tick");
        return plot.Render(id, $"Differences: {pair.Name}", Describe(differences));
    }

    private static void DrawRow(SvgPlot plot, MetricComparison comparison, int floor, int i)
    {
        var ink = comparison.IsShown ? Ink.Shown : Ink.Unshown;
        var y = floor + 0.26;
        if (!comparison.IsUniform)
            plot.Line(100 * comparison.Interval.Low, y, 100 * comparison.Interval.High, y, ink, 2);
        plot.Point(100 * comparison.Difference, y, ink, isFull: comparison.IsShown);
        plot.Text(Margin, 4 + i * RowHeight + 16, $"{comparison.Task} {comparison.MetricName}");
    }

    private static string Describe(IReadOnlyList<DifferenceFact> differences) => string.Join("; ", differences.Select(difference =>
        $"{difference.Comparison.Task} {difference.Comparison.MetricName}: {Verdict.Signed(difference.Comparison, difference.Comparison.Difference)}"
        + $" (95% {Verdict.Interval(difference.Comparison)}){(difference.Comparison.IsShown ? ", shown" : "")}")) + ".";
}
