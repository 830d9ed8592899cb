using System.Globalization;

namespace Candor.Evaluation.Text;

/// <summary>Text rules of Python that differ from .NET's.</summary>
internal static class PythonText
{
    /// <summary><c>str.rstrip()</c>: removes white space at the end, the four ASCII separators U+001C to U+001F included.</summary>
    public static string TrimEnd(string text)
    {
        var end = text.Length;
        while (end > 0 && IsWhiteSpace(text[end - 1]))
            end--;
        return end == text.Length ? text : text[..end];
    }

    /// <summary><c>str(int)</c>.</summary>
    public static string OfInteger(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>str(bool)</c>.</summary>
    public static string OfBoolean(bool value) => value ? "True" : "False";

    private static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';
}
