namespace Candor.Checkpoints;

/// <summary>
/// A vision tower's weights under the names of <see cref="ClipVisionTensors"/>, checked, out of any checkpoint that holds them: a CLIP
/// folder's, or a LLaVA model's own copy of its tower.
/// </summary>
public sealed class ClipVisionSource : ITensorSource
{
    private readonly ITensorSource _source;
    private readonly IReadOnlyDictionary<string, TensorEntry> _stored;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    /// <summary>Finds and checks the weights.</summary>
    /// <param name="source">Tensors under any prefix; owned from here on, and closed if this fails.</param>
    /// <param name="config">The tower's shape.</param>
    /// <param name="place">The checkpoint, for messages.</param>
    /// <exception cref="InputException">Weights are missing, unexpected or wrong.</exception>
    public ClipVisionSource(ITensorSource source, ClipVisionConfig config, string place)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(config);
        _source = source;
        try
        {
            var match = CheckpointValidation.Match(config, source.Tensors);
            match.ThrowIfBad(place);
            _stored = match.Weights;
        }
        catch
        {
            source.Dispose();
            throw;
        }

        foreach (var (name, entry) in _stored)
            _tensors.Add(name, entry with { Name = name });
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc />
    public TensorView View(string name) => _source.View(_stored[name].Name);

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();
}
