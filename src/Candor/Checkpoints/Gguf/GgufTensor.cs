namespace Candor.Checkpoints.Gguf;

/// <summary>One tensor of a GGUF file.</summary>
/// <param name="Name">Its name in the file, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Type">How its elements are stored.</param>
/// <param name="Shape">Sizes, outermost first (the file lists the innermost first).</param>
/// <param name="Offset">First byte, counted from the beginning of the data.</param>
/// <param name="ByteLength">Bytes it takes.</param>
internal sealed record GgufTensor(string Name, GgmlType Type, IReadOnlyList<long> Shape, long Offset, long ByteLength)
{
    // ggml's limit on dimensions. Its names have at most 64 bytes.
    private const int MaxDimensions = 4;
    private const int MaxName = 64;

    /// <summary>Number of elements.</summary>
    public long ElementCount => ByteLength / Type.BlockBytes * Type.BlockElements;

    /// <summary>Reads a tensor's entry.</summary>
    /// <param name="cursor">At the entry.</param>
    /// <param name="fileLength">Bytes of the file, which no tensor can exceed.</param>
    /// <exception cref="InputException">The entry is broken, or its type is unknown.</exception>
    public static GgufTensor Read(GgufCursor cursor, long fileLength)
    {
        var name = cursor.Text("tensor name", MaxName);
        var place = ErrorText.Name(name);
        var shape = ReadShape(cursor, place);
        var id = cursor.UInt32(place);
        var type = GgmlType.Find(id) ?? throw new InputException($"{cursor.Path}: {place}: expected a type of ggml, found number {id}");
        var offset = cursor.UInt64(place);
        if (offset > (ulong)fileLength)
            throw new InputException($"{cursor.Path}: {place}: expected an offset within the file of {fileLength} bytes, found {offset}");
        return new GgufTensor(name, type, [.. shape.Reverse().Select(size => (long)size)], (long)offset, Length(shape, type, fileLength)
            ?? throw new InputException(
                $"{cursor.Path}: {place}: expected a size that fits the file and the {type.BlockElements} elements of a block, "
                + $"found {type.Name} [{string.Join(", ", shape.Reverse())}]"));
    }

    /// <summary>
    /// Checks that each tensor lies within the data and begins where the one before ends, aligned: so no two share bytes, as ggml demands.
    /// </summary>
    /// <param name="tensors">All tensors of the file.</param>
    /// <param name="dataLength">Bytes of the file after its head.</param>
    /// <param name="alignment">What offsets are multiples of; a power of two.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InputException">They do not.</exception>
    public static void CheckLayout(IEnumerable<GgufTensor> tensors, long dataLength, long alignment, string file)
    {
        var position = 0L;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset))
        {
            var place = $"{file}: {ErrorText.Name(tensor.Name)}";
            if (tensor.Offset != position)
                throw new InputException(
                    $"{place}: expected the first byte at {position}, where the tensor before ends, aligned to {alignment}; found {tensor.Offset}");
            if (tensor.ByteLength > dataLength - tensor.Offset)
                throw new InputException(
                    $"{place}: expected {tensor.ByteLength} bytes at {tensor.Offset} of the data, found {Math.Max(0, dataLength - tensor.Offset)} (is the file cut off?)");
            position = AlignUp(tensor.Offset + tensor.ByteLength, alignment);
        }
    }

    /// <summary>The next multiple of a power of two.</summary>
    public static long AlignUp(long position, long alignment) => (position + alignment - 1) & -alignment;

    private static ulong[] ReadShape(GgufCursor cursor, string place)
    {
        var dimensions = cursor.UInt32(place);
        if (dimensions is < 1 or > MaxDimensions)
            throw new InputException($"{cursor.Path}: {place}: expected 1 to {MaxDimensions} dimensions, found {dimensions}");
        var shape = new ulong[dimensions];
        for (var i = 0; i < shape.Length; i++)
            shape[i] = cursor.UInt64(place);
        return shape;
    }

    /// <summary>Bytes of a tensor, or null where rows are no whole blocks, a size is 0, or the file has fewer.</summary>
    private static long? Length(ulong[] shape, GgmlType type, long fileLength)
    {
        if (shape[0] % (ulong)type.BlockElements != 0)
            return null;
        UInt128 bytes = (UInt128)(shape[0] / (ulong)type.BlockElements) * (uint)type.BlockBytes;
        foreach (var size in shape.Skip(1))
        {
            // Each product of two numbers below 2^64 fits in 128 bits.
            if (bytes > (ulong)fileLength)
                return null;
            bytes *= size;
        }

        return bytes > 0 && bytes <= (ulong)fileLength ? (long)bytes : null;
    }
}
