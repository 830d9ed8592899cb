using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Tokenization.TokenizerJson;

/// <summary>A value of a JSON file together with where it stands, for messages.</summary>
/// <param name="File">The file.</param>
/// <param name="Value">The value.</param>
/// <param name="Key">Its key from the root on.</param>
internal readonly record struct JsonPlace(JsonObjectFile File, JsonElement Value, string Key)
{
    /// <summary>File and key.</summary>
    public string Place => $"{File.Path}: {Key}";

    /// <summary>The <c>type</c> by which tokenizers tells the parts of tokenizer.json apart.</summary>
    public string Type => Required("type").Text();

    /// <summary>A member of the file's root; null where it is absent or null.</summary>
    public static JsonPlace? Root(JsonObjectFile file, string key) => file.Find(key) is { } value ? new JsonPlace(file, value, key) : null;

    /// <summary>A member of the root that must be there.</summary>
    public static JsonPlace RequiredRoot(JsonObjectFile file, string key) =>
        Root(file, key) ?? throw new InputException($"{file.Path}: expected a member '{key}', found none");

    /// <summary>A member; null where it is absent or null.</summary>
    public JsonPlace? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
            throw File.Wrong(Key, "an object", Value);
        return Value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null
            ? new JsonPlace(File, member, $"{Key}.{name}")
            : null;
    }

    /// <summary>A member that must be there.</summary>
    public JsonPlace Required(string name) => Find(name) ?? throw new InputException($"{Place}: expected a member '{name}', found none");

    /// <summary>The value as text.</summary>
    public string Text() => File.Text(Value, Key);

    /// <summary>A truth value among the members; false where it is absent or null.</summary>
    public bool Flag(string name) => Find(name) is { } flag && File.Boolean(flag.Value, flag.Key);

    /// <summary>The value as an id.</summary>
    public int Id() => Value.ValueKind == JsonValueKind.Number && Value.TryGetInt32(out var id) && id >= 0 ? id : throw File.Wrong(Key, "an id", Value);

    /// <summary>The value's items.</summary>
    public JsonPlace[] Items()
    {
        if (Value.ValueKind != JsonValueKind.Array)
            throw File.Wrong(Key, "an array", Value);
        var (file, key) = (File, Key);
        return [.. Value.EnumerateArray().Select((item, index) => new JsonPlace(file, item, $"{key}[{index}]"))];
    }

    /// <summary>The parts of a <c>Sequence</c>, nested ones laid open; any other part is alone.</summary>
    public IEnumerable<JsonPlace> Parts(string sequenceKey) =>
        Type == "Sequence" ? Required(sequenceKey).Items().SelectMany(part => part.Parts(sequenceKey)) : [this];

    /// <summary>The error for something that is understood but not supported.</summary>
    public InputException Unsupported(string expected, string found) => new($"{Place}: expected {expected}, found {ErrorText.Quote(found)}");
}
