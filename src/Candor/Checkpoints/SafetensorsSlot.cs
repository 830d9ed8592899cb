namespace Candor.Checkpoints;

/// <summary>One tensor of a safetensors header.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">One past the last byte.</param>
internal sealed record SafetensorsSlot(string Name, TensorDtype Dtype, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>
    /// Checks that the tensors cover the data without gap or overlap, and that each range has the length of its shape and dtype. So no
    /// byte of a file is outside what its header explains, and no two tensors share memory.
    /// </summary>
    /// <param name="slots">All tensors of one file.</param>
    /// <param name="dataLength">Bytes in the file after the header.</param>
    /// <param name="file">The file, for messages.</param>
    /// <exception cref="InputException">They do not.</exception>
    public static void CheckLayout(IReadOnlyList<SafetensorsSlot> slots, long dataLength, string file)
    {
        var position = 0L;
        foreach (var slot in slots.OrderBy(slot => slot.Begin).ThenBy(slot => slot.End))
        {
            if (slot.End < slot.Begin || slot.End > dataLength)
                throw slot.Bad(file, $"expected offsets in order and within the {dataLength} bytes of data (is the file cut off?)");
            if (slot.Begin != position)
                throw slot.Bad(file, $"expected the first byte at {position}, where the tensor before ends");
            var needed = slot.ByteLength() ?? throw slot.Bad(file, "expected fewer than 2^63 bytes");
            if (slot.End - slot.Begin != needed)
                throw slot.Bad(file, $"expected {needed} bytes");
            position = slot.End;
        }

        if (position != dataLength)
            throw new InputException($"{file}: expected the data to end at {position}, with the last tensor, found {dataLength} bytes of data");
    }

    private long? ByteLength()
    {
        try
        {
            return Shape.Aggregate((long)Dtype.ByteSize(), (product, size) => checked(product * size));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private InputException Bad(string file, string expected) => new(
        $"{file}: {ErrorText.Quote(Name)}: {expected}, found {Dtype.SafetensorsName()} [{string.Join(", ", Shape)}] at offsets {Begin} to {End}");
}
