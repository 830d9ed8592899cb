namespace Candor.Reports.Plots;

/// <summary>Size of a plot and where its data lie. Sizes are in pixels of the drawing, from the upper left corner.</summary>
internal sealed record PlotFrame
{
    public required int Width { get; init; }

    public required int Height { get; init; }

    public required double Left { get; init; }

    public required double Right { get; init; }

    public required double Top { get; init; }

    public required double Bottom { get; init; }

    public required double XLow { get; init; }

    public required double XHigh { get; init; }

    public required double YLow { get; init; }

    public required double YHigh { get; init; }

    /// <summary>The pixel of a value of the lower axis.</summary>
    public double X(double value) => Left + (value - XLow) / (XHigh - XLow) * (Right - Left);

    /// <summary>The pixel of a value of the left axis.</summary>
    public double Y(double value) => Bottom - (value - YLow) / (YHigh - YLow) * (Bottom - Top);
}
