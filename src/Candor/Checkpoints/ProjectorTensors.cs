using Candor.Checkpoints.Adapters;

namespace Candor.Checkpoints;

/// <summary>The projector's tensors of a file that stage 1 saved, by the names of <see cref="LlavaTensors"/>.</summary>
public sealed class ProjectorTensors : ITensorSource
{
    private readonly RenamedTensors _tensors;

    /// <summary>Finds every tensor with <c>mm_projector.</c> in its name.</summary>
    /// <param name="source">The file; it must stay open while this is used, and is not closed by it.</param>
    public ProjectorTensors(ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _tensors = new RenamedTensors(source.Tensors.Values
            .Where(entry => LlavaTensors.ProjectorName(entry.Name) is not null)
            .Select(entry => KeyValuePair.Create(LlavaTensors.ProjectorName(entry.Name)!, new StoredTensor(source, entry))));
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors.Tensors;

    /// <inheritdoc />
    public TensorView View(string name) => _tensors.View(name);

    /// <inheritdoc />
    public void Dispose() => _tensors.Dispose();
}
