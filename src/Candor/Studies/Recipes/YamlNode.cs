namespace Candor.Studies.Recipes;

/// <summary>A piece of a study file, with the place that errors name.</summary>
/// <param name="Place">Where it stands: <c>first-light.yaml: line 3</c>, or the argument of the command line.</param>
internal abstract record YamlNode(string Place);

/// <summary>A single value.</summary>
/// <param name="Text">As written; null for an empty one, which stands for the default.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Folder">The folder that a relative path starts from.</param>
internal sealed record YamlScalar(string? Text, string Place, string Folder) : YamlNode(Place);

/// <summary>A list.</summary>
/// <param name="Items">In order.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, string Place) : YamlNode(Place);

/// <summary>A mapping.</summary>
/// <param name="Members">In the file's order.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record YamlMap(IReadOnlyList<YamlMember> Members, string Place) : YamlNode(Place)
{
    /// <summary>The value of a key, or null.</summary>
    public YamlNode? Find(string key) => Members.FirstOrDefault(member => member.Key == key)?.Value;

    /// <summary>The same mapping with a value in place of the key's own, or behind the others.</summary>
    public YamlMap With(YamlMember member) => Members.Any(old => old.Key == member.Key)
        ? this with { Members = [.. Members.Select(old => old.Key == member.Key ? member : old)] }
        : this with { Members = [.. Members, member] };
}

/// <summary>A key with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="Place">Where the key stands.</param>
internal sealed record YamlMember(string Key, YamlNode Value, string Place);
