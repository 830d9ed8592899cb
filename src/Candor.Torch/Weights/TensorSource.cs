using Candor.Checkpoints;
using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Tensors in memory as a source that files are written from.</summary>
public sealed class TensorSource : ITensorSource
{
    private readonly OrderedDictionary<string, TensorEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<Tensor> _copies = [];

    /// <summary>Takes tensors by name. They stay the caller's and must not change while this is used.</summary>
    public TensorSource(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _tensors.Add(name, Contiguous(tensor));
            _entries.Add(name, new TensorEntry(name, ScalarTypes.Stored(tensor.dtype), [.. tensor.shape], "memory"));
        }
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _entries;

    /// <inheritdoc />
    public unsafe TensorView View(string name)
    {
        var tensor = _tensors[name];
        return new TensorView((nint)TensorMemory.Pointer(tensor), tensor.numel() * tensor.element_size());
    }

    /// <inheritdoc />
    public void Dispose() => _copies.ForEach(copy => copy.Dispose());

    private Tensor Contiguous(Tensor tensor)
    {
        if (tensor.is_contiguous() && tensor.device.type == TorchSharp.DeviceType.CPU)
            return tensor;
        using var scope = NewDisposeScope();
        var copy = tensor.detach().cpu().contiguous().DetachFromDisposeScope();
        _copies.Add(copy);
        return copy;
    }
}
