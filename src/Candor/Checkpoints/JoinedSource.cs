namespace Candor.Checkpoints;

/// <summary>The tensors of one source, and those of another behind a prefix. Closes neither.</summary>
public sealed class JoinedSource : ITensorSource
{
    private readonly ITensorSource _first;
    private readonly ITensorSource? _second;
    private readonly string _prefix;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <summary>Joins them.</summary>
    /// <param name="first">Its names stay.</param>
    /// <param name="second">Its names get the prefix; null for nothing.</param>
    /// <param name="prefix">A prefix that no name of the first begins with.</param>
    public JoinedSource(ITensorSource first, ITensorSource? second, string prefix)
    {
        ArgumentNullException.ThrowIfNull(first);
        (_first, _second, _prefix) = (first, second, prefix);
        var others = second?.Tensors.Values.Select(entry => entry with { Name = prefix + entry.Name }) ?? [];
        foreach (var entry in first.Tensors.Values.Concat(others).OrderBy(entry => entry.Name, StringComparer.Ordinal))
            _tensors.Add(entry.Name, entry);
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc />
    public TensorView View(string name) =>
        _second is not null && name.StartsWith(_prefix, StringComparison.Ordinal) ? _second.View(name[_prefix.Length..]) : _first.View(name);

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
