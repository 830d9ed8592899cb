using System.Globalization;
using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>Typed access to a mapping of a study file. Keys that are not in its table are refused.</summary>
internal sealed class StudySection
{
    private readonly YamlMap _map;
    private readonly string _name;
    private readonly Dictionary<string, StudyKey> _keys;

    /// <summary>Checks a mapping's keys.</summary>
    /// <param name="map">The mapping.</param>
    /// <param name="name">What errors call it: <c>arms.lora</c>; empty for the whole file.</param>
    /// <param name="table">The keys that it may have.</param>
    /// <exception cref="InputException">Another key: names it, its line and the nearest valid name.</exception>
    public StudySection(YamlMap map, string name, StudyMapping table)
    {
        (_map, _name) = (map, name);
        _keys = table.Keys.ToDictionary(key => key.Name, StringComparer.Ordinal);
        var options = table.TakesTrainingOptions ? RecipeReader.Options.Select(option => option.Name) : [];
        var valid = _keys.Keys.Concat(options.Except(StudyKeys.SetByTheStudy.Keys, StringComparer.Ordinal)).ToHashSet(StringComparer.Ordinal);
        foreach (var unknown in map.Members.Where(member => !valid.Contains(member.Key)))
        {
            if (table.TakesTrainingOptions && StudyKeys.SetByTheStudy.TryGetValue(unknown.Key, out var source))
                throw new InputException($"{unknown.Place}: {Inner(unknown.Key)}: expected no such key, as {source} sets it");
            throw new InputException(
                $"{unknown.Place}: {Inner(unknown.Key)}: no such key; the nearest is {NearestName.Of(unknown.Key, valid)}");
        }
    }

    /// <summary>Where it begins.</summary>
    public string Place => _map.Place;

    /// <summary>What errors call it.</summary>
    public string Name => _name;

    /// <summary>A text, or null.</summary>
    public string? Text(string key) => Scalar(key)?.Text;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key) => Text(key) ?? throw Unexpected(key, "a value");

    /// <summary>One of some words.</summary>
    public string Choice(string key, string otherwise)
    {
        var (text, choices) = (Text(key) ?? otherwise, _keys[key].Choices);
        return choices.Contains(text, StringComparer.Ordinal) ? text : throw Unexpected(key, "one of " + string.Join(", ", choices));
    }

    /// <summary>A file or folder, or null.</summary>
    public RecipePath? PathOf(string key) => Scalar(key) is { Text: { } text } scalar
        ? new RecipePath(text, Path.GetFullPath(Path.Combine(scalar.Folder, text)), scalar.Folder)
        : null;

    /// <summary>A file or folder that must be there.</summary>
    public RecipePath RequiredPath(string key) => PathOf(key) ?? throw Unexpected(key, "a path");

    /// <summary>A whole number within bounds, or null.</summary>
    public int? Integer(string key, int min, int max = int.MaxValue) => Text(key) is { } text ? Whole(key, text, min, max) : null;

    /// <summary>A number within bounds, or null.</summary>
    public double? Number(string key, double min, double max)
    {
        if (Text(key) is not { } text)
            return null;
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value);
        return isNumber && value >= min && value <= max
            ? value
            : throw Unexpected(key, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));
    }

    /// <summary>A list of texts; a single value is a list of one; null where the key is absent or empty.</summary>
    public IReadOnlyList<string>? Texts(string key) => Find(key) switch
    {
        null or YamlScalar { Text: null } => null,
        YamlScalar { Text: { } text } => [text],
        YamlList list => [.. list.Items.Select(item => item is YamlScalar { Text: { } text } ? text : throw Unexpected(key, "a list of values"))],
        _ => throw Unexpected(key, "a list of values"),
    };

    /// <summary>A list of whole numbers, or null.</summary>
    public IReadOnlyList<int>? Integers(string key, int min) =>
        Texts(key) is { } texts ? [.. texts.Select(text => Whole(key, text, min, int.MaxValue))] : null;

    /// <summary>A mapping, or null.</summary>
    public StudySection? Section(string key) => Find(key) switch
    {
        null or YamlScalar { Text: null } => null,
        YamlMap inner => new StudySection(inner, Inner(key), _keys[key].Mapping!),
        _ => throw Unexpected(key, "a mapping"),
    };

    /// <summary>A mapping of names to mappings, in the file's order.</summary>
    public IReadOnlyList<(string Name, StudySection Section)> Sections(string key)
    {
        if (Find(key) is null or YamlScalar { Text: null })
            return [];
        if (Find(key) is not YamlMap outer)
            throw Unexpected(key, "a mapping of names");
        return [.. outer.Members.Select(member => (CheckName(member), new StudySection(
            member.Value as YamlMap ?? throw new InputException($"{member.Place}: {Inner(key)}.{member.Key}: expected a mapping, found something else"),
            $"{Inner(key)}.{member.Key}",
            _keys[key].Mapping!)))];
    }

    /// <summary>A list of mappings.</summary>
    public IReadOnlyList<StudySection> List(string key) => Find(key) switch
    {
        null or YamlScalar { Text: null } => [],
        YamlList list => [.. list.Items.Select(item => item is YamlMap inner ? new StudySection(inner, Inner(key), _keys[key].Mapping!) : throw Unexpected(key, "a list of mappings"))],
        _ => throw Unexpected(key, "a list of mappings"),
    };

    /// <summary>What is left, as options of a training.</summary>
    public IReadOnlyDictionary<string, RecipeEntry> Rest() => _map.Members.Where(member => !_keys.ContainsKey(member.Key)).ToDictionary(
        member => member.Key,
        member => member.Value is YamlScalar scalar
            ? new RecipeEntry(member.Key, scalar.Text, member.Place, scalar.Folder)
            : throw new InputException($"{member.Place}: {Inner(member.Key)}: expected a single value, found a list or a mapping"),
        StringComparer.Ordinal);

    /// <summary>An error about the value of a key, with its place.</summary>
    public InputException Unexpected(string key, string expected)
    {
        var found = _map.Find(key) switch
        {
            null => "nothing",
            YamlScalar scalar => scalar.Text ?? "nothing",
            YamlList => "a list",
            _ => "a mapping",
        };
        return new InputException($"{_map.Members.FirstOrDefault(member => member.Key == key)?.Place ?? _map.Place}: {Inner(key)}: expected {expected}, found {found}");
    }

    private string Inner(string key) => _name.Length == 0 ? key : $"{_name}.{key}";

    private YamlScalar? Scalar(string key) => Find(key) switch
    {
        null => null,
        YamlScalar scalar => scalar,
        _ => throw Unexpected(key, "a single value"),
    };

    private YamlNode? Find(string key) => _keys.ContainsKey(key)
        ? _map.Find(key)
        : throw new InvalidOperationException($"{Inner(key)} is not in the table of keys");

    private int Whole(string key, string text, int min, int max)
    {
        var isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        return isNumber && value >= min && value <= max
            ? value
            : throw Unexpected(key, max == int.MaxValue ? $"whole numbers from {min}" : $"a whole number from {min} to {max}");
    }

    /// <summary>Names become folders, and parts of the dotted keys of overrides.</summary>
    private static string CheckName(YamlMember member) =>
        member.Key.Length is > 0 and <= 64 && member.Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? member.Key
            : throw new InputException($"{member.Place}: {member.Key}: expected a name of at most 64 letters, digits, - and _");
}
