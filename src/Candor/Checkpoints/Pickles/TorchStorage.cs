namespace Candor.Checkpoints.Pickles;

/// <summary>A block of numbers that tensors look into.</summary>
/// <param name="Key">Its name in the file.</param>
/// <param name="Dtype">Element type, or null for bytes without a type.</param>
/// <param name="ByteLength">Length that the pickle announces; checked against the file before any of it is read.</param>
internal sealed record TorchStorage(string Key, TensorDtype? Dtype, long ByteLength)
{
    public int ElementSize => Dtype?.ByteSize() ?? 1;

    /// <summary>First byte in the mapped file; set when the storage is found there.</summary>
    public nint Address { get; set; }
}
