using System.Collections.Frozen;

namespace Candor.Checkpoints.Pickles;

/// <summary>
/// A Python name that the records of tensors use. These are all that a pickle may mention; they are recognised, never looked up or called.
/// </summary>
/// <param name="Name">The full name, such as <c>torch._utils._rebuild_tensor_v2</c>.</param>
/// <param name="Role">What it stands for.</param>
/// <param name="Dtype">The element type of a typed storage, or the type itself; null for bytes without a type and for everything else.</param>
internal sealed record PickleGlobal(string Name, PickleRole Role, TensorDtype? Dtype = null)
{
    private static readonly (string Name, TensorDtype Dtype)[] Storages =
    [
        ("DoubleStorage", TensorDtype.Float64),
        ("FloatStorage", TensorDtype.Float32),
        ("HalfStorage", TensorDtype.Float16),
        ("BFloat16Storage", TensorDtype.BFloat16),
        ("LongStorage", TensorDtype.Int64),
        ("IntStorage", TensorDtype.Int32),
        ("ShortStorage", TensorDtype.Int16),
        ("CharStorage", TensorDtype.Int8),
        ("ByteStorage", TensorDtype.UInt8),
        ("BoolStorage", TensorDtype.Bool),
    ];

    private static readonly PickleGlobal[] All =
    [
        new("collections.OrderedDict", PickleRole.OrderedDict),
        new("torch.Size", PickleRole.Size),
        new("torch._utils._rebuild_tensor", PickleRole.RebuildTensor),
        new("torch._utils._rebuild_tensor_v2", PickleRole.RebuildTensorV2),
        new("torch._utils._rebuild_tensor_v3", PickleRole.RebuildTensorV3),
        new("torch._utils._rebuild_parameter", PickleRole.RebuildParameter),
        new("torch.storage.UntypedStorage", PickleRole.StorageType),
        .. Storages.Select(storage => new PickleGlobal($"torch.{storage.Name}", PickleRole.StorageType, storage.Dtype)),
        .. Enum.GetValues<TensorDtype>().Select(dtype => new PickleGlobal($"torch.{dtype.TorchName()}", PickleRole.Dtype, dtype)),
    ];

    private static readonly FrozenDictionary<string, PickleGlobal> Known = All.ToFrozenDictionary(known => known.Name, StringComparer.Ordinal);

    /// <summary>The known global of this name, or null.</summary>
    public static PickleGlobal? Find(string module, string name) => Known.GetValueOrDefault($"{module}.{name}");
}
