using System.Globalization;
using ScottPlot;

namespace Candor.Reports.Plots;

/// <summary>Colours that stand for inks until the drawing is finished: each becomes a class, and the style sheet colours it.</summary>
internal static class SvgColors
{
    // Not one of SVG's named colours, or the drawing would carry its name in place of the number.
    private const int Base = 0x5A17A0;

    private static readonly Dictionary<string, Ink> s_inks = Enum.GetValues<Ink>().ToDictionary(Hex);

    /// <summary>The colour that stands for an ink.</summary>
    public static Color Of(Ink ink) => Color.FromHex(Hex(ink));

    /// <summary>The class of the ink that a colour stands for, or null.</summary>
    public static string? ClassOf(string color) => s_inks.TryGetValue(color, out var ink) ? ink.ToString().ToLowerInvariant() : null;

    private static string Hex(Ink ink) => "#" + (Base + (int)ink).ToString("X6", CultureInfo.InvariantCulture);
}
