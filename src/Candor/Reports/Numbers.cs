using System.Globalization;

namespace Candor.Reports;

/// <summary>Numbers as a report shows them.</summary>
internal static class Numbers
{
    /// <summary>A share in percent with one decimal.</summary>
    public static string Percent(double share) => Points(100 * share);

    /// <summary>One decimal; a dash for what is not a number.</summary>
    public static string Points(double value) =>
        double.IsFinite(value) ? (Math.Round(value, 1) + 0.0).ToString("0.0", CultureInfo.InvariantCulture) : "–"; // + 0.0: no "-0.0"

    /// <summary>Two decimals.</summary>
    public static string Hundredths(double value) =>
        double.IsFinite(value) ? (Math.Round(value, 2) + 0.0).ToString("0.00", CultureInfo.InvariantCulture) : "–";

    /// <summary>One decimal with its sign.</summary>
    public static string SignedPoints(double value) => (Math.Round(value, 1) > 0 ? "+" : "") + Points(value);

    /// <summary>Four significant digits.</summary>
    public static string Significant(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "–";

    /// <summary>Every digit, for tables that machines read; empty for what is not a number.</summary>
    public static string Exact(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>A whole number.</summary>
    public static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);
}
