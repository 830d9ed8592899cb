using System.Globalization;
using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>Look-ups in logs whose keys may be missing or of another kind.</summary>
internal static class JsonElements
{
    /// <summary>A member, or null where the element is no object or has none of that name, or holds JSON's null.</summary>
    public static JsonElement? Get(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>A member of a member.</summary>
    public static JsonElement? Get(this JsonElement element, string name, string inner) => element.Get(name)?.Get(inner);

    /// <summary>A member's text: a string as it is, a number as it is written; null for anything else.</summary>
    public static string? Text(this JsonElement element, string name) => element.Get(name)?.AsText();

    /// <summary>An element's text: a string as it is, a number as it is written; null for anything else.</summary>
    public static string? AsText(this JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString(),
                JsonValueKind.Number => element.GetRawText(),
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: allowed in JSON's grammar, but no text.
            return null;
        }
    }

    /// <summary>A whole number, also where it is written as 24.0; null for anything else.</summary>
    public static long? Whole(this JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Number)
            return element.GetDouble() is var number && number == Math.Floor(number) && Math.Abs(number) < 1L << 53 ? (long)number : null;
        return long.TryParse(element.AsText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
    }
}
