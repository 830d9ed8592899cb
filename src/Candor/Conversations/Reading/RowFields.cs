using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Conversations.Reading;

/// <summary>Reads the members of one JSON object of a row; errors name file, row, line and key.</summary>
internal readonly struct RowFields
{
    private readonly RowPlace _place;
    private readonly string _path;
    private readonly JsonElement _object;

    /// <exception cref="InputException">The value is no object.</exception>
    public RowFields(RowPlace place, string path, JsonElement value)
    {
        (_place, _path, _object) = (place, path, value);
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(path, "an object", value);
    }

    /// <summary>A member, or null where it is absent or null.</summary>
    public JsonElement? Find(string key) =>
        _object.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A text, or null where it is absent or null.</summary>
    public string? Text(string key) => Find(key) is { } value ? AsText(key, value) : null;

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string key) => Text(key) ?? throw Missing(key, "a text");

    /// <summary>A text or a number, which rows are named by; null where it is absent or null.</summary>
    public string? Name(string key) => Find(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        { } value => AsText(key, value),
    };

    /// <summary>The objects of a list that must be there.</summary>
    public IReadOnlyList<RowFields> List(string key)
    {
        if (Find(key) is not { } list)
            throw Missing(key, "a list");
        if (list.ValueKind != JsonValueKind.Array)
            throw Wrong(PathOf(key), "a list", list);
        var (place, path) = (_place, PathOf(key));
        return [.. list.EnumerateArray().Select((item, index) => new RowFields(place, $"{path}[{index}]", item))];
    }

    /// <summary>
    /// Texts under a key: one, or a list of them, each a text or an object that has it under one of <paramref name="innerKeys"/>.
    /// </summary>
    public IEnumerable<string> Texts(string key, params string[] innerKeys)
    {
        if (Find(key) is not { } value)
            return [];
        var fields = this;
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(item => fields.TextIn(key, item, innerKeys))]
            : [TextIn(key, value, innerKeys)];
    }

    /// <summary>Pairs of texts in a list, each written as a list of two; nothing where the key is absent.</summary>
    public IReadOnlyList<(string First, string Second)> Pairs(string key)
    {
        if (Find(key) is not { } list)
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            throw Wrong(PathOf(key), "a list of pairs", list);
        var pairs = new List<(string, string)>();
        foreach (var pair in list.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2)
                throw Wrong(PathOf(key), "pairs of a question and an answer", pair);
            pairs.Add((AsText(key, pair[0]), AsText(key, pair[1])));
        }

        return pairs;
    }

    /// <summary>The keys that are there, for messages.</summary>
    public string Keys => string.Join(", ", _object.EnumerateObject().Take(20).Select(member => ErrorText.Name(member.Name)));

    /// <summary>The error that a member has another value than expected.</summary>
    public InputException Unexpected(string key, string expected) => Wrong(PathOf(key), expected, Find(key)!.Value);

    private string TextIn(string key, JsonElement value, string[] innerKeys)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return AsText(key, value);
        var inner = new RowFields(_place, PathOf(key), value);
        var found = Array.Find(innerKeys, name => inner.Find(name) is not null)
            ?? throw Wrong(PathOf(key), $"a text, or an object with {string.Join(" or ", innerKeys)}", value);
        return inner.RequiredText(found);
    }

    /// <summary>A value that must be a text.</summary>
    public string AsText(string key, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw Wrong(PathOf(key), "a text", value);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{_place}: {PathOf(key)}: expected Unicode text, found a broken character", error);
        }
    }

    private string PathOf(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private InputException Missing(string key, string expected) => new($"{_place}: {PathOf(key)}: expected {expected}, found none");

    private InputException Wrong(string path, string expected, JsonElement found) =>
        new($"{_place}: {(path.Length == 0 ? "" : path + ": ")}expected {expected}, found {ErrorText.Value(found)}");
}
