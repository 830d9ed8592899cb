using System.Globalization;

namespace Candor.Quickstart.Texts;

/// <summary>What all rows share.</summary>
internal static class Rows
{
    public static string Id(string kind, int number) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{number:d4}");
}
