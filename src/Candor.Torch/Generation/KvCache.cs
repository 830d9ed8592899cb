using System.Runtime.InteropServices;

namespace Candor.Torch.Generation;

/// <summary>
/// Keys and values of one path of tokens, for all layers: position p holds the path's p-th token. A branch is taken by writing over the
/// positions after the fork, so a walk over a tree of prompts never holds more than its longest path. Native memory in float32.
/// </summary>
/// <remarks>
/// Per layer and key-value head: keys [D, <see cref="Stride"/>] (a query's products with 16 neighbouring keys are one vector), values
/// [<see cref="Capacity"/>, <see cref="ValueWidth"/>]. Keys are stored after rotation.
/// </remarks>
public sealed unsafe class KvCache : IDisposable
{
    private const int Vector = 16;
    private readonly int keyValueHeads;
    private readonly int headDim;
    private readonly nint headFloats;
    private float* memory;

    /// <summary>Reserves room for paths of <paramref name="capacity"/> tokens.</summary>
    public KvCache(int layers, int keyValueHeads, int headDim, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        this.keyValueHeads = keyValueHeads;
        this.headDim = headDim;
        Capacity = capacity;
        ValueWidth = RoundUp(headDim, Vector);
        // Kernels read whole tiles past the last key; an odd number of cache lines keeps the D rows out of each other's cache sets.
        Stride = RoundUp(capacity, Tile) + Vector;
        headFloats = ((nint)headDim * Stride) + ((nint)Capacity * ValueWidth);
        ByteLength = checked((long)layers * keyValueHeads * headFloats * sizeof(float));
        memory = (float*)NativeMemory.AlignedAlloc((nuint)ByteLength, 64);
        NativeMemory.Clear(memory, (nuint)ByteLength);
    }

    /// <summary>Keys per tile of the attention kernel.</summary>
    internal const int Tile = 64;

    /// <summary>Longest path.</summary>
    public int Capacity { get; }

    /// <summary>Bytes held.</summary>
    public long ByteLength { get; }

    /// <summary>Floats between the same key's neighbouring dimensions.</summary>
    internal int Stride { get; }

    /// <summary>Floats a value takes: the head's width rounded up to a vector; the rest is 0.</summary>
    internal int ValueWidth { get; }

    /// <summary>First float of a head's keys.</summary>
    internal float* Keys(int layer, int head)
    {
        ObjectDisposedException.ThrowIf(memory is null, this);
        return memory + ((((nint)layer * keyValueHeads) + head) * headFloats);
    }

    /// <summary>First float of a head's values.</summary>
    internal float* Values(int layer, int head) => Keys(layer, head) + ((nint)headDim * Stride);

    /// <inheritdoc />
    public void Dispose()
    {
        NativeMemory.AlignedFree(memory);
        memory = null;
    }

    private static int RoundUp(int value, int multiple) => checked((value + multiple - 1) / multiple * multiple);
}
