using System.Buffers;
using System.Runtime.InteropServices;

namespace Candor.Checkpoints.Gguf;

/// <summary>
/// One tensor as float32 in Hugging Face's order of rows. Plain float32 stays in the mapped file; everything else is written out into
/// memory of this object when it is first asked for.
/// </summary>
internal sealed unsafe class GgufWeight(GgufFile file, GgufTensor tensor, int? reorderedHeads) : IDisposable
{
    private const nuint Alignment = 64;

    // Elements that one core turns at a time: a multiple of every block.
    private const int Slab = 1 << 16;

    private readonly Lock _writing = new();
    private nint _values;

    private long ByteLength => tensor.ElementCount * sizeof(float);

    private bool IsInFile => tensor.Type.Name == "F32" && reorderedHeads is null;

    /// <summary>The values, valid until this is disposed.</summary>
    public TensorView View()
    {
        var stored = file.Address(tensor);
        if (IsInFile)
            return new TensorView(stored, ByteLength);
        lock (_writing)
        {
            if (_values == 0)
                _values = Write((byte*)stored);
            return new TensorView(_values, ByteLength);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        NativeMemory.AlignedFree((void*)_values);
        _values = 0;
    }

    private nint Write(byte* stored)
    {
        var values = (float*)NativeMemory.AlignedAlloc((nuint)ByteLength, Alignment);
        Parallel.For(0L, (tensor.ElementCount + Slab - 1) / Slab, slab => WriteSlab(stored, values, slab * Slab));
        if (reorderedHeads is { } heads)
        {
            var length = tensor.ElementCount / heads;
            Parallel.For(0, heads, head => RestoreRows(values + (head * length), (int)(tensor.Shape[0] / heads), (int)(tensor.ElementCount / tensor.Shape[0])));
        }

        return (nint)values;
    }

    private void WriteSlab(byte* stored, float* values, long start)
    {
        var count = (int)Math.Min(Slab, tensor.ElementCount - start);
        var type = tensor.Type;
        var blocks = new ReadOnlySpan<byte>(
            stored + (start / type.BlockElements * type.BlockBytes), count / type.BlockElements * type.BlockBytes);
        type.Decode!(blocks, new Span<float>(values + start, count));
    }

    /// <summary>Puts the rows of one head back: row 2·j + i of the file is row i·(rows / 2) + j.</summary>
    private static void RestoreRows(float* values, int rows, int columns)
    {
        var head = new Span<float>(values, rows * columns);
        var copy = ArrayPool<float>.Shared.Rent(head.Length);
        var stored = copy.AsSpan(0, head.Length);
        head.CopyTo(stored);
        for (var row = 0; row < rows; row++)
            stored.Slice(row * columns, columns).CopyTo(head[(((row % 2 * (rows / 2)) + (row / 2)) * columns)..]);
        ArrayPool<float>.Shared.Return(copy);
    }
}
