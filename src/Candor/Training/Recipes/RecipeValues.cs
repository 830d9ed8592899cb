using System.Globalization;

namespace Candor.Training.Recipes;

/// <summary>Typed access to the entries of a training file. Every name that is asked for becomes a valid one.</summary>
internal sealed class RecipeValues(IReadOnlyDictionary<string, RecipeEntry> entries)
{
    private readonly SortedDictionary<string, string> _effective = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RecipeOption> _options = new(StringComparer.Ordinal);
    private readonly HashSet<string> _withoutEffect = [];

    /// <summary>All options by name with the values used, defaults included; an absent one is empty.</summary>
    public IReadOnlyDictionary<string, string> Effective => _effective;

    /// <summary>All options that were asked for, by name; those without effect among them.</summary>
    public IReadOnlyList<RecipeOption> Options => [.. _options.Values];

    /// <summary>The names that stand in the file and that change nothing here.</summary>
    public IEnumerable<string> WithoutEffect => _withoutEffect.Where(name => entries.ContainsKey(name)).Order(StringComparer.Ordinal);

    /// <summary>A text, or null.</summary>
    public string? Text(string key)
    {
        Declare(key, RecipeOptionKind.Text, "");
        return TextOf(key);
    }

    /// <summary>A file or folder, or null.</summary>
    public RecipePath? PathOf(string key)
    {
        Declare(key, RecipeOptionKind.Path, "");
        return TextOf(key) is { } text
            ? new RecipePath(text, Path.GetFullPath(Path.Combine(entries[key].Folder, text)), entries[key].Folder)
            : null;
    }

    /// <summary>One of some words.</summary>
    public string Choice(string key, string otherwise, params string[] choices)
    {
        Declare(key, RecipeOptionKind.Choice, otherwise, choices);
        var text = Find(key)?.Text ?? otherwise;
        if (!choices.Contains(text, StringComparer.Ordinal))
            throw Unexpected(key, "one of " + string.Join(", ", choices));
        return _effective[key] = text;
    }

    /// <summary>True or false, as Python or YAML writes them.</summary>
    public bool Boolean(string key, bool otherwise)
    {
        Declare(key, RecipeOptionKind.Boolean, otherwise ? "true" : "false");
        var value = Find(key)?.Text switch
        {
            null => otherwise,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => throw Unexpected(key, "true or false"),
        };
        _effective[key] = value ? "true" : "false";
        return value;
    }

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string key, int otherwise, int min, int max = int.MaxValue) => Integer(key, (int?)otherwise, min, max)!.Value;

    /// <summary>A whole number within bounds, or none.</summary>
    public int? Integer(string key, int? otherwise, int min, int max = int.MaxValue)
    {
        Declare(key, RecipeOptionKind.Integer, otherwise?.ToString(CultureInfo.InvariantCulture) ?? "");
        var value = otherwise;
        if (Find(key)?.Text is { } text)
        {
            var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
            value = isNumber && number >= min && number <= max
                ? number
                : throw Unexpected(key, "a whole number " + Bounds(min, max, int.MaxValue));
        }

        _effective[key] = value?.ToString(CultureInfo.InvariantCulture) ?? "";
        return value;
    }

    /// <summary>A number within bounds.</summary>
    public double Number(string key, double otherwise, double min, double max = double.MaxValue)
    {
        Declare(key, RecipeOptionKind.Number, otherwise.ToString("R", CultureInfo.InvariantCulture));
        var value = otherwise;
        if (Find(key)?.Text is { } text)
        {
            var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
            if (!isNumber || !(value >= min && value <= max))
                throw Unexpected(key, "a number " + Bounds(min, max, double.MaxValue));
        }

        _effective[key] = value.ToString("R", CultureInfo.InvariantCulture);
        return value;
    }

    /// <summary>Names that the reference takes and that have no bearing here, such as those of its logging services.</summary>
    public void Accept(params string[] keys)
    {
        foreach (var key in keys)
        {
            Declare(key, RecipeOptionKind.WithoutEffect, "");
            _withoutEffect.Add(key);
        }
    }

    /// <summary>Refuses names that nobody asked for.</summary>
    /// <exception cref="InputException">Names the option, its line and the nearest valid name.</exception>
    public void RefuseUnknown()
    {
        foreach (var entry in entries.Values.Where(entry => !_effective.ContainsKey(entry.Key) && !_withoutEffect.Contains(entry.Key)))
        {
            var nearest = NearestName.Of(entry.Key, _effective.Keys.Concat(_withoutEffect));
            throw new InputException($"{entry.Place}: {entry.Key}: no such option; the nearest is {nearest}");
        }
    }

    /// <summary>An error about the value of an option, with its place.</summary>
    public InputException Unexpected(string key, string expected)
    {
        var found = Find(key) is { Text: { } text } ? text : "nothing";
        return new InputException($"{(Find(key) is { } entry ? entry.Place + ": " : "")}{key}: expected {expected}, found {found}");
    }

    private string? TextOf(string key)
    {
        var text = Find(key)?.Text;
        _effective[key] = text ?? "";
        return text;
    }

    /// <summary>An option that is asked for twice is what it was first.</summary>
    private void Declare(string name, RecipeOptionKind kind, string otherwise, params string[] choices) =>
        _options.TryAdd(name, new RecipeOption(name, kind, otherwise, choices));

    private RecipeEntry? Find(string key) => entries.GetValueOrDefault(key);

    private static string Bounds<T>(T min, T max, T unbounded) where T : IComparable<T> => max.CompareTo(unbounded) < 0
        ? string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}")
        : string.Create(CultureInfo.InvariantCulture, $"from {min}");
}
