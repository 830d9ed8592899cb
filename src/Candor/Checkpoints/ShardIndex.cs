namespace Candor.Checkpoints;

/// <summary><c>model.safetensors.index.json</c> and <c>pytorch_model.bin.index.json</c>: which shard holds which tensor.</summary>
internal static class ShardIndex
{
    /// <summary>Names of tensors and the plain file names of their shards, as the index says.</summary>
    /// <exception cref="InputException">The index is not one, or names a file outside its folder.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var map = new ConfigObject(JsonFile.ReadObject(path), path).Object("weight_map")
            ?? throw new InputException($"{path}: weight_map: expected an object, found nothing");
        var shards = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in map.Element.EnumerateObject())
        {
            var shard = ConfigObject.AsText(property.Value);
            if (shard is null || !IsPlainFileName(shard))
                throw map.Wrong(property.Name, "the name of a file in the same folder", property.Value);
            shards.Add(property.Name, shard);
        }

        return shards.Count > 0 ? shards : throw new InputException($"{path}: weight_map: expected at least one tensor, found none");
    }

    // Both separators on every system: an index is written on one and read on another.
    private static bool IsPlainFileName(string name) =>
        name is not ("" or "." or "..") && name.Length <= 255 && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));
}
