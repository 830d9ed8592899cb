using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Memory for temporaries that every step needs again, so that it is mapped and faulted in once. Rented memory holds whatever was there
/// before.
/// </summary>
internal sealed class TensorPool : IDisposable
{
    private readonly List<Tensor> free = [];

    /// <summary>A contiguous tensor on the CPU with undefined contents, until the lease is disposed.</summary>
    public Lease Rent(ScalarType type, params long[] shape)
    {
        long length = shape.Aggregate(1L, (product, size) => product * size);
        return new Lease(this, Take(type, length), length, shape);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in free)
            tensor.Dispose();
        free.Clear();
    }

    /// <summary>Returns what a lease held.</summary>
    internal void Return(Tensor memory) => free.Add(memory);

    /// <summary>
    /// The smallest free block that fits and is at most twice as large. If there is none, one that is too small gives way to a new one:
    /// batches of changing length do not pile up blocks.
    /// </summary>
    private Tensor Take(ScalarType type, long length)
    {
        int fitting = -1, small = -1;
        for (int i = 0; i < free.Count; i++)
        {
            if (free[i].dtype != type)
                continue;
            long size = free[i].numel();
            if (size >= length && size <= 2 * length && (fitting < 0 || size < free[fitting].numel()))
                fitting = i;
            else if (size < length && (small < 0 || size > free[small].numel()))
                small = i;
        }

        if (fitting >= 0)
            return Remove(fitting);
        if (small >= 0)
            Remove(small).Dispose();
        return empty([length], dtype: type).DetachFromDisposeScope();
    }

    // By place: tensors that are compared are compared by their values.
    private Tensor Remove(int place)
    {
        var tensor = free[place];
        free.RemoveAt(place);
        return tensor;
    }
}

/// <summary>Memory of a <see cref="TensorPool"/> in use.</summary>
internal sealed class Lease : IDisposable
{
    private readonly TensorPool pool;
    private Tensor? memory;

    /// <summary>Takes over a block.</summary>
    public Lease(TensorPool pool, Tensor memory, long length, long[] shape)
    {
        this.pool = pool;
        this.memory = memory;
        using var part = memory.narrow(0, 0, length);
        Tensor = part.view(shape).DetachFromDisposeScope();
    }

    /// <summary>The tensor, valid until this is disposed.</summary>
    public Tensor Tensor { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        if (memory is null)
            return;
        Tensor.Dispose();
        pool.Return(memory);
        memory = null;
    }
}
