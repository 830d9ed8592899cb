using Candor.Reports.Facts;

namespace Candor.Reports.Plots;

/// <summary>The loss of every update of an arm, a curve a seed.</summary>
internal static class LossPlot
{
    private const int Width = 420;
    private const int Height = 230;
    private const int MaxPoints = 400;

    private static readonly Ink[] s_inks = [Ink.Series1, Ink.Series2, Ink.Series3, Ink.Series4];

    /// <summary>The drawing; null where no log has two entries.</summary>
    public static string? Draw(IReadOnlyList<TrainingFacts> seeds, string id)
    {
        var curves = seeds.Select(seed => (seed.Label, Points: Points(seed))).Where(curve => curve.Points.Xs.Length > 1).ToList();
        if (curves.Count == 0)
            return null;
        var losses = curves.SelectMany(curve => curve.Points.Ys).ToList();
        var spread = losses.Max() - losses.Min();
        var margin = spread > 0 ? 0.06 * spread : Math.Max(1e-3, 0.1 * Math.Abs(losses[0]));
        var frame = new PlotFrame
        {
            Width = Width,
            Height = Height,
            Left = 48,
            Right = Width - 12,
            Top = 26,
            Bottom = Height - 36,
            XLow = curves.Min(curve => curve.Points.Xs[0]),
            XHigh = curves.Max(curve => curve.Points.Xs[^1]),
            YLow = losses.Min() - margin,
            YHigh = losses.Max() + margin,
        };
        var plot = new SvgPlot(frame);
        plot.XTicks([.. NiceTicks.Between(frame.XLow, frame.XHigh, 5).Where(value => value == Math.Floor(value))], SvgPlot.Plain);
        plot.YTicks(NiceTicks.Between(frame.YLow, frame.YHigh, 4), SvgPlot.Plain);
        foreach (var (i, curve) in curves.Index())
            plot.Curve(curve.Points.Xs, curve.Points.Ys, s_inks[i % s_inks.Length], isDashed: i / s_inks.Length % 2 == 1);
        plot.Text(Width / 2.0, Height - 4, "update", SvgAnchor.Middle, "tick");
        plot.Text(4, 16, "loss", SvgAnchor.Start, "tick");
        Legend(plot, frame, [.. curves.Select(curve => curve.Label)]);
        return plot.Render(id, $"Loss of {seeds[0].Arm}", Describe(curves));
    }

    /// <summary>Where there is more than one curve, each is named at the upper edge, a stroke of its ink before it.</summary>
    private static void Legend(SvgPlot plot, PlotFrame frame, IReadOnlyList<string> names)
    {
        if (names.Count < 2 || names.Count > s_inks.Length)
            return;
        foreach (var (i, name) in names.Index())
        {
            var seed = name[(name.LastIndexOf(' ') + 1)..];
            plot.Text(frame.Right - 70 * (names.Count - i) + 8, 16, "seed " + seed, SvgAnchor.Start, "label fill-" + s_inks[i].ToString().ToLowerInvariant());
        }
    }

    /// <summary>At most so many points that a screen can show: each the mean of as many updates as it stands for.</summary>
    private static (double[] Xs, double[] Ys) Points(TrainingFacts seed)
    {
        var history = seed.State.LogHistory.Where(entry => double.IsFinite(entry.Loss)).ToArray();
        var size = Math.Max(1, (history.Length + MaxPoints - 1) / MaxPoints);
        var chunks = history.Chunk(size).ToArray();
        return ([.. chunks.Select(chunk => chunk.Average(entry => (double)entry.Step))], [.. chunks.Select(chunk => chunk.Average(entry => entry.Loss))]);
    }

    private static string Describe(List<(string Label, (double[] Xs, double[] Ys) Points)> curves) => string.Join("; ", curves.Select(curve =>
        $"{curve.Label}: from {Numbers.Significant(curve.Points.Ys[0])} to {Numbers.Significant(curve.Points.Ys[^1])} "
        + $"over {Numbers.Whole((long)curve.Points.Xs[^1])} updates, lowest {Numbers.Significant(curve.Points.Ys.Min())}")) + ".";
}
