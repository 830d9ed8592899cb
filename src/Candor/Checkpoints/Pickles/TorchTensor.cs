namespace Candor.Checkpoints.Pickles;

/// <summary>The record of a tensor: a window into a storage. Its elements lie within the storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Offset">First element, in elements.</param>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Strides">Distance between neighbours along each dimension, in elements.</param>
internal sealed record TorchTensor(TorchStorage Storage, TensorDtype Dtype, long Offset, long[] Shape, long[] Strides)
{
    /// <summary>Length of the tensor written out row after row.</summary>
    public long ByteLength => Shape.Aggregate((long)Dtype.ByteSize(), (product, size) => product * size);

    /// <summary>Whether the storage holds the elements row after row already.</summary>
    public bool IsContiguous
    {
        get
        {
            var expected = 1L;
            for (var i = Shape.Length - 1; i >= 0; i--)
            {
                if (Shape[i] != 1 && Strides[i] != expected)
                    return ByteLength == 0;
                expected *= Shape[i];
            }

            return true;
        }
    }
}
