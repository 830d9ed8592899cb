namespace Candor.Checkpoints;

/// <summary>Named tensors on disk, whatever the format: what a weight loader reads from.</summary>
public interface ITensorSource : IDisposable
{
    /// <summary>All tensors by name, in ordinal order of their names. Only headers were read to know them.</summary>
    IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The bytes of one tensor.</summary>
    /// <exception cref="KeyNotFoundException">No tensor has this name.</exception>
    TensorView View(string name);
}
