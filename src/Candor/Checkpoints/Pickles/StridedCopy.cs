namespace Candor.Checkpoints.Pickles;

/// <summary>Writes a window over a storage out row after row.</summary>
internal static unsafe class StridedCopy
{
    /// <summary>Copies all elements of a tensor.</summary>
    /// <param name="tensor">The tensor, not empty; its storage has been found.</param>
    /// <param name="swapBytes">Whether the bytes of each number are to be reversed.</param>
    /// <param name="target">Memory of <see cref="TorchTensor.ByteLength"/> bytes.</param>
    public static void Run(TorchTensor tensor, bool swapBytes, byte* target)
    {
        var size = tensor.Dtype.ByteSize();
        switch (size)
        {
            case 1: Copy(tensor, target); break;
            case 2: Copy(tensor, (ushort*)target); break;
            case 4: Copy(tensor, (uint*)target); break;
            default: Copy(tensor, (ulong*)target); break;
        }

        for (var (number, end) = ((nint)target, (nint)target + (nint)tensor.ByteLength); swapBytes && number < end; number += size)
            new Span<byte>((void*)number, size).Reverse();
    }

    private static void Copy<T>(TorchTensor tensor, T* target) where T : unmanaged
    {
        var source = (T*)tensor.Storage.Address + tensor.Offset;
        var end = target + tensor.ByteLength / sizeof(T);
        var (length, step) = tensor.Shape.Length > 0 ? (tensor.Shape[^1], tensor.Strides[^1]) : (1, 1);
        var index = new long[Math.Max(0, tensor.Shape.Length - 1)];
        while (target < end)
        {
            for (var i = 0L; i < length; i++)
                *target++ = source[i * step];
            source += NextRow(tensor, index);
        }
    }

    /// <summary>Counts the outer dimensions up like digits, and tells how far the next row lies from this one.</summary>
    private static long NextRow(TorchTensor tensor, long[] index)
    {
        var distance = 0L;
        for (var i = index.Length - 1; i >= 0; i--)
        {
            distance += tensor.Strides[i];
            if (++index[i] < tensor.Shape[i])
                break;
            distance -= index[i] * tensor.Strides[i];
            index[i] = 0;
        }

        return distance;
    }
}
