namespace Candor.Checkpoints.Pickles;

/// <summary>Turns the records that torch.save writes into windows over storages, and checks that each lies within its storage.</summary>
/// <remarks>The arguments are those of the functions of <c>torch/_utils.py</c> that the records name.</remarks>
internal static class TensorRecord
{
    // torch allows 64 dimensions.
    private const int MaxDimensions = 64;

    /// <summary>The value that a record stands for.</summary>
    /// <exception cref="InputException">The arguments are not those of the record, or reach beyond the storage.</exception>
    public static object? Rebuild(PickleGlobal callee, object?[] arguments, string place) => (callee.Role, arguments) switch
    {
        (PickleRole.OrderedDict, []) => new PickleDict(),
        (PickleRole.Size, [object?[] sizes]) => sizes,
        (PickleRole.RebuildTensor, [TorchStorage storage, long offset, object?[] size, object?[] stride]) =>
            Tensor(storage, storage.Dtype, offset, size, stride, place),
        (PickleRole.RebuildTensorV2, [TorchStorage storage, long offset, object?[] size, object?[] stride, bool, PickleDict, .. var rest])
            when HasNoFlags(rest) => Tensor(storage, storage.Dtype, offset, size, stride, place),
        (PickleRole.RebuildTensorV3, [TorchStorage storage, long offset, object?[] size, object?[] stride, bool, PickleDict, PickleGlobal type, .. var rest])
            when type.Role == PickleRole.Dtype && HasNoFlags(rest) => Tensor(storage, type.Dtype, offset, size, stride, place),
        (PickleRole.RebuildParameter, [TorchTensor tensor, bool, PickleDict]) => tensor,
        _ => throw new InputException(
            $"{place}: {callee.Name}: expected the arguments that torch.save writes, found {arguments.Length} of other kinds"),
    };

    // Flags of newer files: a negated or conjugated view, whose numbers are not those of the storage.
    private static bool HasNoFlags(ReadOnlySpan<object?> rest) => rest is [] or [null] or [PickleDict { Items.Count: 0 }];

    private static TorchTensor Tensor(TorchStorage storage, TensorDtype? dtype, long offset, object?[] size, object?[] stride, string place)
    {
        InputException Bad(string expected) => new(
            $"{place}: a tensor of storage {ErrorText.Quote(storage.Key)}: expected {expected}, found offset {offset}, size [{List(size)}], "
            + $"stride [{List(stride)}] over {storage.ByteLength} bytes");

        if (dtype is not { } type)
            throw Bad("an element type");
        if (size.Length != stride.Length || size.Length > MaxDimensions)
            throw Bad($"as many strides as sizes, at most {MaxDimensions}");
        if (!size.All(IsCount) || !stride.All(IsCount) || offset < 0)
            throw Bad("integers of 0 or more");
        var tensor = new TorchTensor(storage, type, offset, [.. size.Cast<long>()], [.. stride.Cast<long>()]);
        return Fits(tensor) ? tensor : throw Bad("all elements within the storage");
    }

    /// <summary>Whether the length of the tensor is below 2^63 and its last element within the storage.</summary>
    private static bool Fits(TorchTensor tensor)
    {
        try
        {
            checked
            {
                var bytes = tensor.Shape.Aggregate((long)tensor.Dtype.ByteSize(), (product, size) => checked(product * size));
                var last = tensor.Shape.Zip(tensor.Strides).Aggregate(tensor.Offset, (sum, pair) => checked(sum + (pair.First - 1) * pair.Second));
                return bytes == 0 || (last + 1) * tensor.Dtype.ByteSize() <= tensor.Storage.ByteLength;
            }
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private static bool IsCount(object? value) => value is long and >= 0;

    private static string List(object?[] values) =>
        values.Length <= MaxDimensions
            ? string.Join(", ", values.Select(value => value is long number ? $"{number}" : "?"))
            : $"{values.Length} values";
}
