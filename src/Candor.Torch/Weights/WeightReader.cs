using Candor.Checkpoints;
using Candor.Torch.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Copies a checkpoint's tensors into libtorch tensors of one type, checking shapes.</summary>
public sealed unsafe class WeightReader
{
    private const long StagingElements = 1 << 22;
    private readonly ITensorSource source;
    private readonly ScalarType type;

    /// <summary>Reads from <paramref name="source"/>, which must stay open meanwhile, into <paramref name="type"/>.</summary>
    public WeightReader(ITensorSource source, ScalarType type)
    {
        this.source = source;
        this.type = type;
    }

    /// <summary>One tensor, copied once into its place.</summary>
    /// <exception cref="InputException">It is absent, its shape is not the expected one, or it does not hold floats.</exception>
    public Parameter Read(string name, params long[] shape) => ReadGrown(name, 0, shape);

    /// <summary>A tensor with <paramref name="added"/> further rows, which hold zeros.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="added">Number of rows to come after those that are stored.</param>
    /// <param name="shape">The stored shape.</param>
    /// <exception cref="InputException">It is absent, its shape is not the expected one, or it does not hold floats.</exception>
    public Parameter ReadGrown(string name, int added, params long[] shape)
    {
        Find(name, shape);
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var target = added == 0 ? empty(shape, dtype: type) : zeros([shape[0] + added, .. shape[1..]], dtype: type);
        ReadInto(name, added == 0 ? target : target.narrow(0, 0, shape[0]));
        var parameter = new Parameter(target, requires_grad: false);
        parameter.DetachFromDisposeScope();
        return parameter;
    }

    /// <summary>Copies a tensor into one that is there, which gives the expected shape and the type.</summary>
    /// <exception cref="InputException">It is absent, its shape is not the expected one, or it does not hold floats.</exception>
    public void ReadInto(string name, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(target);
        var entry = Find(name, target.shape);
        using var _ = no_grad();
        Copy(entry, source.View(name), target);
    }

    private TensorEntry Find(string name, long[] shape)
    {
        if (!source.Tensors.TryGetValue(name, out var entry))
            throw new InputException($"expected a tensor {name}, found none");
        if (!entry.Shape.SequenceEqual(shape))
        {
            throw new InputException(
                $"{entry.File}: {name} should have shape [{string.Join(", ", shape)}], has [{string.Join(", ", entry.Shape)}]");
        }

        return entry;
    }

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
