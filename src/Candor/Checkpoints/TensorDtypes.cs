namespace Candor.Checkpoints;

/// <summary>Sizes and names of element types: safetensors' (<c>BF16</c>) and torch's (<c>bfloat16</c>).</summary>
public static class TensorDtypes
{
    private static readonly TensorDtype[] All = Enum.GetValues<TensorDtype>();

    /// <summary>Bytes of one element.</summary>
    public static int ByteSize(this TensorDtype dtype) => Describe(dtype).Size;

    /// <summary>The name in a safetensors header, such as <c>BF16</c>.</summary>
    public static string SafetensorsName(this TensorDtype dtype) => Describe(dtype).Safetensors;

    /// <summary>The name in torch and in configs, such as <c>bfloat16</c>.</summary>
    public static string TorchName(this TensorDtype dtype) => Describe(dtype).Torch;

    /// <summary>Whether a model's weights may be stored so: the floating-point types of 16 bits and more.</summary>
    public static bool IsWeightDtype(this TensorDtype dtype) =>
        dtype is TensorDtype.Float64 or TensorDtype.Float32 or TensorDtype.Float16 or TensorDtype.BFloat16;

    internal static IEnumerable<string> SafetensorsNames => All.Select(dtype => dtype.SafetensorsName());

    internal static TensorDtype? FromSafetensors(string name) => Find(dtype => dtype.SafetensorsName() == name);

    internal static TensorDtype? FromTorch(string name) => Find(dtype => dtype.TorchName() == name);

    private static TensorDtype? Find(Predicate<TensorDtype> matches) =>
        Array.FindIndex(All, matches) is >= 0 and var index ? All[index] : null;

    // A switch, not a dictionary: it costs nothing at start-up.
    private static (string Safetensors, string Torch, int Size) Describe(TensorDtype dtype) => dtype switch
    {
        TensorDtype.Float64 => ("F64", "float64", 8),
        TensorDtype.Float32 => ("F32", "float32", 4),
        TensorDtype.Float16 => ("F16", "float16", 2),
        TensorDtype.BFloat16 => ("BF16", "bfloat16", 2),
        TensorDtype.Float8E4M3 => ("F8_E4M3", "float8_e4m3fn", 1),
        TensorDtype.Float8E5M2 => ("F8_E5M2", "float8_e5m2", 1),
        TensorDtype.Int64 => ("I64", "int64", 8),
        TensorDtype.Int32 => ("I32", "int32", 4),
        TensorDtype.Int16 => ("I16", "int16", 2),
        TensorDtype.Int8 => ("I8", "int8", 1),
        TensorDtype.UInt8 => ("U8", "uint8", 1),
        TensorDtype.Bool => ("BOOL", "bool", 1),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "no such dtype"),
    };
}
