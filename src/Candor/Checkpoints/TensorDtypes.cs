using System.Collections.Frozen;

namespace Candor.Checkpoints;

/// <summary>Sizes and names of element types: safetensors' (<c>BF16</c>) and torch's (<c>bfloat16</c>).</summary>
public static class TensorDtypes
{
    private static readonly (TensorDtype Dtype, string Safetensors, string Torch, int Size)[] Table =
    [
        (TensorDtype.Float64, "F64", "float64", 8),
        (TensorDtype.Float32, "F32", "float32", 4),
        (TensorDtype.Float16, "F16", "float16", 2),
        (TensorDtype.BFloat16, "BF16", "bfloat16", 2),
        (TensorDtype.Float8E4M3, "F8_E4M3", "float8_e4m3fn", 1),
        (TensorDtype.Float8E5M2, "F8_E5M2", "float8_e5m2", 1),
        (TensorDtype.Int64, "I64", "int64", 8),
        (TensorDtype.Int32, "I32", "int32", 4),
        (TensorDtype.Int16, "I16", "int16", 2),
        (TensorDtype.Int8, "I8", "int8", 1),
        (TensorDtype.UInt8, "U8", "uint8", 1),
        (TensorDtype.Bool, "BOOL", "bool", 1),
    ];

    private static readonly FrozenDictionary<TensorDtype, (TensorDtype Dtype, string Safetensors, string Torch, int Size)> ByDtype =
        Table.ToFrozenDictionary(row => row.Dtype);

    private static readonly FrozenDictionary<string, TensorDtype> BySafetensorsName =
        Table.ToFrozenDictionary(row => row.Safetensors, row => row.Dtype, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TensorDtype> ByTorchName =
        Table.ToFrozenDictionary(row => row.Torch, row => row.Dtype, StringComparer.Ordinal);

    /// <summary>Bytes of one element.</summary>
    public static int ByteSize(this TensorDtype dtype) => ByDtype[dtype].Size;

    /// <summary>The name in a safetensors header, such as <c>BF16</c>.</summary>
    public static string SafetensorsName(this TensorDtype dtype) => ByDtype[dtype].Safetensors;

    /// <summary>The name in torch and in configs, such as <c>bfloat16</c>.</summary>
    public static string TorchName(this TensorDtype dtype) => ByDtype[dtype].Torch;

    /// <summary>Whether a model's weights may be stored so: the floating-point types of 16 bits and more.</summary>
    public static bool IsWeightDtype(this TensorDtype dtype) =>
        dtype is TensorDtype.Float64 or TensorDtype.Float32 or TensorDtype.Float16 or TensorDtype.BFloat16;

    internal static IEnumerable<string> SafetensorsNames => Table.Select(row => row.Safetensors);

    internal static bool TryFromSafetensors(string name, out TensorDtype dtype) => BySafetensorsName.TryGetValue(name, out dtype);

    internal static bool TryFromTorch(string name, out TensorDtype dtype) => ByTorchName.TryGetValue(name, out dtype);
}
