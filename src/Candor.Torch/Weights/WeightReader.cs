using Candor.Checkpoints;
using Candor.Torch.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Copies a checkpoint's tensors into libtorch tensors of one type, checking shapes, and remembers which names were asked for.</summary>
public sealed unsafe class WeightReader
{
    private const long StagingElements = 1 << 22;
    private readonly ITensorSource source;
    private readonly ScalarType type;
    private readonly HashSet<string> read = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    /// <summary>Reads from <paramref name="source"/>, which must stay open meanwhile, into <paramref name="type"/>.</summary>
    public WeightReader(ITensorSource source, ScalarType type)
    {
        this.source = source;
        this.type = type;
    }

    /// <summary>Whether the checkpoint has a tensor of this name.</summary>
    public bool Has(string name) => source.Tensors.ContainsKey(name);

    /// <summary>One tensor, copied once into its place. A missing one is noted for <see cref="ThrowIfMissing"/> and left uninitialised.</summary>
    /// <exception cref="InputException">The shape is not the expected one, or the stored type is not a float.</exception>
    public Parameter Read(string name, params long[] shape)
    {
        using var _ = no_grad();
        var target = empty(shape, dtype: type);
        if (!source.Tensors.TryGetValue(name, out var entry))
        {
            missing.Add(name);
        }
        else
        {
            if (!entry.Shape.SequenceEqual(shape))
                throw new InputException($"{entry.File}: {name} should have shape [{string.Join(", ", shape)}], has [{string.Join(", ", entry.Shape)}]");
            Copy(entry, source.View(name), target);
            read.Add(name);
        }

        var parameter = new Parameter(target, requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Refuses a checkpoint that lacked what was asked for, naming all of it.</summary>
    /// <exception cref="InputException">Something was missing.</exception>
    public void ThrowIfMissing(string checkpoint)
    {
        if (missing.Count > 0)
            throw new InputException($"{checkpoint}: {missing.Count} tensors are missing: {string.Join(", ", missing.Take(8))}{(missing.Count > 8 ? ", …" : "")}");
    }

    /// <summary>Names in the checkpoint that nothing asked for, in ordinal order.</summary>
    public IReadOnlyList<string> Unread() => [.. source.Tensors.Keys.Where(name => !read.Contains(name)).Order(StringComparer.Ordinal)];

    private static void Copy(TensorEntry entry, TensorView view, Tensor target)
    {
        (ScalarType stored, int size) = entry.Dtype switch
        {
            TensorDtype.Float64 => (ScalarType.Float64, 8),
            TensorDtype.Float32 => (ScalarType.Float32, 4),
            TensorDtype.Float16 => (ScalarType.Float16, 2),
            TensorDtype.BFloat16 => (ScalarType.BFloat16, 2),
            _ => throw new InputException($"{entry.File}: {entry.Name} should hold floats, holds {entry.Dtype}"),
        };
        if (view.ByteLength != entry.ElementCount * size)
            throw new InputException($"{entry.File}: {entry.Name} should have {entry.ElementCount * size} bytes, has {view.ByteLength}");
        if (stored == target.dtype)
        {
            Buffer.MemoryCopy((void*)view.Address, TensorMemory.Pointer(target), view.ByteLength, view.ByteLength);
            return;
        }

        // libtorch converts, from a small aligned buffer: the mapped bytes may lie anywhere.
        using var scope = NewDisposeScope();
        var flat = target.view(-1);
        var staging = empty(Math.Min(StagingElements, entry.ElementCount), dtype: stored);
        for (long start = 0; start < entry.ElementCount; start += StagingElements)
        {
            long count = Math.Min(StagingElements, entry.ElementCount - start);
            Buffer.MemoryCopy((byte*)view.Address + (start * size), TensorMemory.Pointer(staging), count * size, count * size);
            flat.narrow(0, start, count).copy_(staging.narrow(0, 0, count));
        }
    }
}
