namespace Candor.Checkpoints;

/// <summary>Several files that together hold a model. What the files hold counts, not what the index says of them.</summary>
public sealed class ShardedWeights : ITensorSource
{
    private readonly List<ITensorSource> _files = [];
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITensorSource> _owners = new(StringComparer.Ordinal);

    private ShardedWeights()
    {
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens every shard that an index names.</summary>
    /// <param name="indexPath">A <c>model.safetensors.index.json</c> or <c>pytorch_model.bin.index.json</c>.</param>
    /// <exception cref="InputException">
    /// The index or a shard is bad, a shard is missing, two shards hold the same tensor, or a listed tensor is in none.
    /// </exception>
    public static ShardedWeights Open(string indexPath)
    {
        var shardOfTensor = ShardIndex.Read(indexPath);
        var folder = Path.GetDirectoryName(Path.GetFullPath(indexPath))!;
        var source = Open(shardOfTensor.Values.Distinct(StringComparer.Ordinal).Select(name => Path.Combine(folder, name)));
        var lost = shardOfTensor.Keys.Where(name => !source._tensors.ContainsKey(name)).Order(StringComparer.Ordinal).FirstOrDefault();
        if (lost is null)
            return source;
        source.Dispose();
        throw new InputException(
            $"{indexPath}: weight_map: {ErrorText.Name(lost)}: expected this tensor in {shardOfTensor[lost]}, found it in no shard");
    }

    /// <summary>Opens files that together hold a set of tensors.</summary>
    /// <exception cref="InputException">A file is missing or bad, or two files hold the same tensor.</exception>
    public static ShardedWeights Open(IEnumerable<string> paths)
    {
        var source = new ShardedWeights();
        try
        {
            foreach (var path in paths.Order(StringComparer.Ordinal))
                source.Add(path);
            source.SortTensors();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public TensorView View(string name) => _owners[name].View(name);

    /// <inheritdoc />
    public void Dispose() => _files.ForEach(file => file.Dispose());

    private void Add(string path)
    {
        var file = WeightSource.Open(path);
        _files.Add(file);
        foreach (var name in file.Tensors.Keys)
        {
            if (!_owners.TryAdd(name, file))
                throw new InputException(
                    $"{path}: {ErrorText.Name(name)}: expected each tensor in one shard, "
                    + $"found it in {Path.GetFileName(_owners[name].Tensors[name].File)} too");
        }
    }

    private void SortTensors()
    {
        foreach (var (name, file) in _owners.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            _tensors.Add(name, file.Tensors[name]);
    }
}
