using System.Globalization;

namespace Candor.Reports.Facts;

/// <summary>How an arm is named to people.</summary>
internal static class ArmLabel
{
    /// <summary><c>lora, seed 2</c>.</summary>
    public static string Of(string arm, int? seed) =>
        seed is null ? arm : string.Create(CultureInfo.InvariantCulture, $"{arm}, seed {seed}");
}
