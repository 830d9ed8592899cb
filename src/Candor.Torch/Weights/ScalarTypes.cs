using Candor.Checkpoints;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Types of tensors on disk and in memory.</summary>
internal static class ScalarTypes
{
    /// <summary>libtorch's type of a stored one.</summary>
    public static ScalarType Of(TensorDtype dtype) => dtype switch
    {
        TensorDtype.Float64 => ScalarType.Float64,
        TensorDtype.Float32 => ScalarType.Float32,
        TensorDtype.Float16 => ScalarType.Float16,
        TensorDtype.BFloat16 => ScalarType.BFloat16,
        _ => throw new NotSupportedException($"weights are not stored as {dtype.TorchName()}"),
    };

    /// <summary>The stored type of libtorch's.</summary>
    public static TensorDtype Stored(ScalarType type) => type switch
    {
        ScalarType.Float64 => TensorDtype.Float64,
        ScalarType.Float32 => TensorDtype.Float32,
        ScalarType.Float16 => TensorDtype.Float16,
        ScalarType.BFloat16 => TensorDtype.BFloat16,
        ScalarType.Int64 => TensorDtype.Int64,
        _ => throw new NotSupportedException($"tensors of {type} are not written"),
    };
}
