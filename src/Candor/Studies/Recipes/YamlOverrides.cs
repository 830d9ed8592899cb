namespace Candor.Studies.Recipes;

/// <summary>Arguments <c>key=value</c> that go before a study file; a dot leads into a mapping (<c>arms.lora.learning_rate=1e-4</c>).</summary>
internal static class YamlOverrides
{
    /// <summary>The file with all of them applied, in order.</summary>
    /// <exception cref="InputException">No <c>=</c>, or a key that leads into something else than a mapping.</exception>
    public static YamlMap Apply(YamlMap file, IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            var split = argument.IndexOf('=', StringComparison.Ordinal);
            if (split < 1)
                throw new InputException($"{argument}: expected key=value after the study file");
            var keys = argument[..split].Trim().Split('.');
            file = Set(file, keys, YamlTree.ReadValue(argument[(split + 1)..], argument), argument);
        }

        return file;
    }

    private static YamlMap Set(YamlMap map, ReadOnlySpan<string> keys, YamlNode value, string argument)
    {
        if (keys.Length == 1)
            return map.With(new YamlMember(keys[0], value, argument));
        var inner = map.Find(keys[0]) switch
        {
            null or YamlScalar { Text: null } => new YamlMap([], argument),
            YamlMap found => found,
            _ => throw new InputException($"{argument}: expected {keys[0]} to be a mapping, found a single value or a list"),
        };
        return map.With(new YamlMember(keys[0], Set(inner, keys[1..], value, argument), argument));
    }
}
