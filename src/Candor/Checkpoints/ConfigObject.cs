using System.Text.Json;

namespace Candor.Checkpoints;

/// <summary>An object of a config file with typed access. A null value counts as absent, as it does for the reference.</summary>
/// <param name="element">The object.</param>
/// <param name="place">Where it stands, for messages: the file, and the key of a nested object.</param>
internal readonly struct ConfigObject(JsonElement element, string place)
{
    /// <summary>The root object of a config file.</summary>
    public static ConfigObject Read(string path) => new(JsonFile.ReadObject(path), path);

    /// <summary>The JSON object itself.</summary>
    public JsonElement Element => element;

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key) => Find(key) is not null;

    /// <summary>Whether the object has no key at all.</summary>
    public bool IsEmpty => !element.EnumerateObject().Any();

    public int RequiredInt(string key, int min, int max) => Int(key, min, max) ?? throw Missing(key, $"an integer from {min} to {max}");

    public int? Int(string key, int min, int max) =>
        Find(key) is not { } value ? null
        : AsInt(value) is { } number && number >= min && number <= max ? number
        : throw Wrong(key, $"an integer from {min} to {max}", value);

    /// <summary>A finite number above zero.</summary>
    public double? Positive(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) && number > 0 ? number
        : throw Wrong(key, "a number above 0", value);

    public double RequiredPositive(string key) => Positive(key) ?? throw Missing(key, "a number above 0");

    public bool? Bool(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : throw Wrong(key, "true or false", value);

    public string? Text(string key) =>
        Find(key) is not { } value ? null : AsText(value) ?? throw Wrong(key, "text", value);

    /// <summary>One text or a list of them.</summary>
    public IReadOnlyList<string> TextOrList(string key)
    {
        if (Find(key) is not { } value)
            return [];
        var items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        var texts = items.Select(AsText).ToList();
        return texts.Contains(null) ? throw Wrong(key, "text or a list of texts", value) : texts.ConvertAll(text => text!);
    }

    public ConfigObject? Object(string key) =>
        Find(key) is not { } value ? null
        : value.ValueKind == JsonValueKind.Object ? new ConfigObject(value, $"{place}: {key}")
        : throw Wrong(key, "an object", value);

    /// <summary>One integer or a list of them.</summary>
    public IReadOnlyList<int> IntOrList(string key)
    {
        if (Find(key) is not { } value)
            return [];
        var items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : new[] { value };
        var numbers = items.Select(AsInt).ToList();
        return numbers.Contains(null) ? throw Wrong(key, "an integer or a list of integers", value) : numbers.ConvertAll(number => number!.Value);
    }

    /// <summary>A list of finite numbers of this length.</summary>
    public IReadOnlyList<double>? Numbers(string key, int count)
    {
        if (Find(key) is not { } value)
            return null;
        var numbers = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(AsDouble).ToList() : [];
        return numbers.Count == count && !numbers.Contains(null)
            ? numbers.ConvertAll(number => number!.Value)
            : throw Wrong(key, $"{count} numbers", value);
    }

    public InputException Missing(string key, string expected) => new($"{place}: {key}: expected {expected}, found nothing");

    public InputException Wrong(string key, string expected, JsonElement found) =>
        new($"{place}: {ErrorText.Name(key)}: expected {expected}, found {ErrorText.Value(found)}");

    public InputException Unsupported(string key, string reason) =>
        new($"{place}: {key}: {reason}, found {(Find(key) is { } value ? ErrorText.Value(value) : "nothing")}");

    private JsonElement? Find(string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The text of a value, or null where it is none.</summary>
    public static string? AsText(JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // An escape of an unpaired surrogate is no text.
            return null;
        }
    }

    private static double? AsDouble(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    private static int? AsInt(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
