namespace Candor.Checkpoints;

/// <summary>Several safetensors files that together hold a model. What the files hold counts, not what the index says of them.</summary>
public sealed class ShardedSafetensors : ITensorSource
{
    private readonly List<SafetensorsFile> files = [];
    private readonly OrderedDictionary<string, TensorEntry> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsFile> owners = new(StringComparer.Ordinal);

    private ShardedSafetensors()
    {
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => tensors;

    /// <summary>The shards in ordinal order of their names.</summary>
    public IReadOnlyList<SafetensorsFile> Files => files;

    /// <summary>Opens every shard that an index names.</summary>
    /// <param name="indexPath">A <c>model.safetensors.index.json</c>.</param>
    /// <exception cref="InputException">
    /// The index or a shard is bad, a shard is missing, two shards hold the same tensor, or a listed tensor is in none.
    /// </exception>
    public static ShardedSafetensors Open(string indexPath)
    {
        var shardOfTensor = SafetensorsIndex.Read(indexPath);
        var folder = Path.GetDirectoryName(Path.GetFullPath(indexPath))!;
        var source = new ShardedSafetensors();
        try
        {
            foreach (var name in shardOfTensor.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                source.Add(Path.Combine(folder, name));
            source.SortTensors();
            var lost = shardOfTensor.Keys.Where(name => !source.tensors.ContainsKey(name)).Order(StringComparer.Ordinal).FirstOrDefault();
            return lost is null
                ? source
                : throw new InputException($"{indexPath}: weight_map: {lost}: expected this tensor in {shardOfTensor[lost]}, found it in no shard");
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public TensorView View(string name) => owners[name].View(name);

    /// <inheritdoc />
    public void Dispose() => files.ForEach(file => file.Dispose());

    private void Add(string path)
    {
        var file = SafetensorsFile.Open(path);
        files.Add(file);
        foreach (var name in file.Tensors.Keys)
        {
            if (!owners.TryAdd(name, file))
                throw new InputException($"{path}: {name}: expected each tensor in one shard, found it in {Path.GetFileName(owners[name].Path)} too");
        }
    }

    private void SortTensors()
    {
        foreach (var (name, file) in owners.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            tensors.Add(name, file.Tensors[name]);
    }
}
