using System.Text.Json;
using System.Text.Json.Nodes;

namespace Candor.Tokenization;

/// <summary>A JSON file whose root is an object, with reads that name file and key where the value is not what it should be.</summary>
internal sealed class JsonObjectFile
{
    private const long DefaultMaxBytes = 16 << 20;

    private readonly JsonElement _root;

    private JsonObjectFile(string path, JsonElement root) => (Path, _root) = (path, root);

    /// <summary>The file's path, for messages.</summary>
    public string Path { get; }

    /// <summary>Every member, in file order.</summary>
    public IEnumerable<JsonProperty> Members => _root.EnumerateObject();

    /// <summary>Reads a file, or gives null where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Larger files are refused.</param>
    /// <exception cref="InputException">It is there, but is no JSON object.</exception>
    public static JsonObjectFile? Read(string path, long maxBytes = DefaultMaxBytes)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            var bytes = BoundedFile.ReadAllBytes(path, maxBytes).AsMemory();
            if (bytes.Span.StartsWith("\uFEFF"u8))
                bytes = bytes[3..];
            using var document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw new InputException($"{path}: expected a JSON object, found {Kind(document.RootElement)}");
            CheckText(document.RootElement);
            return new JsonObjectFile(path, document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw new InputException($"{path}: not JSON: {error.Message}", error);
        }
        catch (InvalidOperationException error)
        {
            throw new InputException($"{path}: expected Unicode text, found an escaped unpaired surrogate", error);
        }
    }

    /// <summary>An object that was made rather than read.</summary>
    /// <param name="path">What messages name.</param>
    /// <param name="members">Its members.</param>
    public static JsonObjectFile Of(string path, IEnumerable<KeyValuePair<string, JsonNode?>> members) =>
        new(path, JsonSerializer.SerializeToElement(new JsonObject(members)));

    /// <summary>A member, or null where it is absent or null.</summary>
    public JsonElement? Find(string key) =>
        _root.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Whether a member is there, be it null.</summary>
    public bool Has(string key) => _root.TryGetProperty(key, out _);

    /// <summary>A truth value, or null where it is absent or null.</summary>
    public bool? Boolean(string key) => Find(key) is { } value ? Boolean(value, key) : null;

    /// <summary>A text, or null where it is absent or null.</summary>
    public string? Text(string key) => Find(key) is { } value ? Text(value, key) : null;

    /// <summary>The value of <paramref name="key"/> as a truth value.</summary>
    public bool Boolean(JsonElement value, string key) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(key, "true or false", value),
    };

    /// <summary>The value of <paramref name="key"/> as text.</summary>
    public string Text(JsonElement value, string key) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(key, "a string", value);

    /// <summary>The error for a value that is not what it should be.</summary>
    public InputException Wrong(string key, string expected, JsonElement found) => new($"{Path}: {key}: expected {expected}, found {Kind(found)}");

    /// <summary>Reads every name and text once: the JSON reader leaves escaped surrogates unchecked until then.</summary>
    private static void CheckText(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            _ = element.GetString();
        }
        else if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                CheckText(item);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                CheckText(member.Value);
            }
        }
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        _ => value.GetRawText() is { Length: <= 40 } text ? text : $"a {value.ValueKind}".ToLowerInvariant(),
    };
}
