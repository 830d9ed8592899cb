using System.Text.Json;

namespace Candor.Tokenization;

/// <summary>A special token as a folder declares it: as an object with flags, or as a plain string.</summary>
internal sealed record TokenDeclaration(string Content, bool IsObject, bool StripsLeft, bool StripsRight, bool IsNormalized);

/// <summary>
/// The roles of special tokens (bos_token, eos_token, …) from tokenizer_config.json and, above it, special_tokens_map.json.
/// </summary>
internal sealed class SpecialTokens
{
    private const string Additional = "additional_special_tokens";

    private static readonly string[] s_roles = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly Dictionary<string, TokenDeclaration> _byRole = [];

    private readonly List<TokenDeclaration> _additional = [];

    /// <summary>Reads both files; either may be absent.</summary>
    /// <param name="config">tokenizer_config.json.</param>
    /// <param name="map">special_tokens_map.json.</param>
    /// <param name="hasLlamaDefaults">Whether LlamaTokenizer reads them, which knows three roles by itself.</param>
    public SpecialTokens(JsonObjectFile? config, JsonObjectFile? map, bool hasLlamaDefaults)
    {
        if (hasLlamaDefaults)
        {
            _byRole["bos_token"] = Declared("<s>");
            _byRole["eos_token"] = Declared("</s>");
            _byRole["unk_token"] = Declared("<unk>");
        }

        // LlamaTokenizer's constructor turns the strings of its configuration into objects; the map's strings stay strings.
        Apply(config, stringsAreObjects: true);
        Apply(map, stringsAreObjects: false);
    }

    /// <summary>All declarations, roles first; one content may be declared twice.</summary>
    public IEnumerable<TokenDeclaration> All => s_roles.Where(_byRole.ContainsKey).Select(role => _byRole[role]).Concat(_additional);

    /// <summary>The content of a role's token, or null.</summary>
    public string? ContentOf(string role) => _byRole.GetValueOrDefault(role)?.Content;

    private static TokenDeclaration Declared(string content, bool isObject = true) => new(content, isObject, false, false, false);

    private void Apply(JsonObjectFile? file, bool stringsAreObjects)
    {
        if (file is null)
            return;
        foreach (var role in s_roles)
        {
            if (file.Find(role) is { } value)
                _byRole[role] = Read(file, value, role, stringsAreObjects);
            else if (file.Has(role))
                _byRole.Remove(role);
        }

        if (file.Find(Additional) is not { } list)
            return;
        if (list.ValueKind != JsonValueKind.Array)
            throw file.Wrong(Additional, "an array", list);
        _additional.Clear();
        foreach (var (index, item) in list.EnumerateArray().Index())
            _additional.Add(Read(file, item, $"{Additional}[{index}]", stringsAreObjects: false));
    }

    private static TokenDeclaration Read(JsonObjectFile file, JsonElement value, string key, bool stringsAreObjects)
    {
        if (value.ValueKind == JsonValueKind.String)
            return Declared(file.Text(value, key), stringsAreObjects);
        if (value.ValueKind != JsonValueKind.Object)
            throw file.Wrong(key, "a string or an object", value);
        return ReadObject(file, value, key);
    }

    /// <summary>An AddedToken written out: content and flags.</summary>
    public static TokenDeclaration ReadObject(JsonObjectFile file, JsonElement value, string key)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw file.Wrong(key, "an object", value);
        if (!value.TryGetProperty("content", out var content))
            throw new InputException($"{file.Path}: {key}: expected a member 'content', found none");
        if (Flag("single_word"))
            throw new InputException($"{file.Path}: {key}.single_word: expected false (true is not supported), found true");
        return new TokenDeclaration(file.Text(content, $"{key}.content"), true, Flag("lstrip"), Flag("rstrip"), Flag("normalized"));

        bool Flag(string name) => value.TryGetProperty(name, out var flag) && file.Boolean(flag, $"{key}.{name}");
    }
}
