namespace Candor.Checkpoints.Adapters;

/// <summary>Chosen tensors of other sources, under other names. Closes nothing: the sources belong to someone else.</summary>
internal sealed class RenamedTensors : ITensorSource
{
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (ITensorSource Source, string Name)> _origins = new(StringComparer.Ordinal);

    /// <param name="tensors">By new name: where the tensor is, and its entry there.</param>
    public RenamedTensors(IEnumerable<KeyValuePair<string, StoredTensor>> tensors)
    {
        foreach (var (name, stored) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _tensors.Add(name, stored.Entry with { Name = name });
            _origins.Add(name, (stored.Source, stored.Entry.Name));
        }
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc />
    public TensorView View(string name)
    {
        var (source, stored) = _origins[name];
        return source.View(stored);
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
