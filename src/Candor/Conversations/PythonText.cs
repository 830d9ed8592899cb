namespace Candor.Conversations;

/// <summary>Text operations that must agree with Python's to the character.</summary>
internal static class PythonText
{
    /// <summary><c>str.strip()</c>: .NET's white space and the four information separators.</summary>
    public static string Strip(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && IsSpace(text[start]))
            start++;
        while (end > start && IsSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    private static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';
}
