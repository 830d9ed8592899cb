using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Candor.Reports.Plots;

/// <summary>
/// A plot drawn by ScottPlot, whose texts are set apart from it: ScottPlot places every letter by the fonts of the machine it runs on, which
/// would make the bytes of a report depend on them, and a browser's font then does not fit.
/// </summary>
/// <param name="frame">Size and axes.</param>
internal sealed class SvgPlot(PlotFrame frame)
{
    private readonly Plot _plot = Create(frame);
    private readonly List<SvgLabel> _labels = [];

    /// <summary>A straight line between two points in the data's unit.</summary>
    public void Line(double x1, double y1, double x2, double y2, Ink ink, float width = 1, bool isDashed = false)
    {
        var line = _plot.Add.Line(x1, y1, x2, y2);
        line.Color = SvgColors.Of(ink);
        line.LineWidth = width;
        if (isDashed)
            line.LinePattern = LinePattern.Dashed;
    }

    /// <summary>A point: full, or a ring.</summary>
    public void Point(double x, double y, Ink ink, bool isFull)
    {
        var marker = _plot.Add.Marker(x, y, isFull ? MarkerShape.FilledCircle : MarkerShape.OpenCircle, size: isFull ? 9 : 8);
        marker.Color = SvgColors.Of(ink);
        marker.MarkerStyle.LineWidth = 2;
        marker.MarkerStyle.OutlineWidth = 0;
    }

    /// <summary>A curve.</summary>
    public void Curve(double[] xs, double[] ys, Ink ink, bool isDashed)
    {
        var curve = _plot.Add.ScatterLine(xs, ys, SvgColors.Of(ink));
        curve.LineWidth = 1.8f;
        if (isDashed)
            curve.LinePattern = LinePattern.Dashed;
    }

    /// <summary>Grid lines across, with their values below.</summary>
    public void XTicks(IReadOnlyList<double> values, Func<double, string> text)
    {
        foreach (var value in values)
        {
            Line(value, frame.YLow, value, frame.YHigh, Ink.Grid);
            Text(frame.X(value), frame.Bottom + 16, text(value), SvgAnchor.Middle, "tick");
        }
    }

    /// <summary>Grid lines along, with their values to the left.</summary>
    public void YTicks(IReadOnlyList<double> values, Func<double, string> text)
    {
        foreach (var value in values)
        {
            Line(frame.XLow, value, frame.XHigh, value, Ink.Grid);
            Text(frame.Left - 6, frame.Y(value) + 4, text(value), SvgAnchor.End, "tick");
        }
    }

    /// <summary>A text at a place in pixels.</summary>
    public void Text(double x, double y, string text, SvgAnchor anchor = SvgAnchor.Start, string style = "label") =>
        _labels.Add(new SvgLabel(x, y, text, anchor, style));

    /// <summary>The drawing as an element of a page.</summary>
    /// <param name="id">A name that no other drawing of the page has.</param>
    /// <param name="title">What it is.</param>
    /// <param name="description">What it shows, for those who cannot see it.</param>
    public string Render(string id, string title, string description) => SvgDocument.Finish(
        _plot.GetSvgXml(frame.Width, frame.Height), _labels, new SvgNames(id, title, description), frame);

    /// <summary>A tick's value without digits that say nothing.</summary>
    public static string Plain(double value) => (value + 0.0).ToString("0.####", CultureInfo.InvariantCulture);

    private static Plot Create(PlotFrame frame)
    {
        var plot = new Plot();
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.HideGrid();
        plot.Layout.Fixed(new PixelPadding(
            (float)frame.Left, (float)(frame.Width - frame.Right), (float)(frame.Height - frame.Bottom), (float)frame.Top));
        plot.Axes.SetLimits(frame.XLow, frame.XHigh, frame.YLow, frame.YHigh);
        foreach (var axis in plot.Axes.GetAxes())
        {
            axis.FrameLineStyle.Width = 0;
            axis.TickGenerator = new EmptyTickGenerator();
        }

        return plot;
    }
}
