using System.Globalization;

namespace Candor.Training.Logs;

/// <summary>Epochs as the Trainer logs them.</summary>
internal static class EpochNumber
{
    /// <summary>
    /// Python's <c>round(epoch, 2)</c>. Formatting rounds the exact value correctly; only at a true half, an odd eighth, Python goes to the
    /// even digit.
    /// </summary>
    public static double Round(double epoch) => epoch * 8 % 2 is 1
        ? Math.Round(epoch, 2, MidpointRounding.ToEven)
        : double.Parse(epoch.ToString("F2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
