using Candor.Checkpoints;
using static TorchSharp.torch;

namespace Candor.Torch.Weights;

/// <summary>Which type to compute in: what <c>--dtype</c> says.</summary>
public enum ComputeDtype
{
    /// <summary>As stored; on a CPU, fp16 becomes fp32.</summary>
    Auto,

    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>bfloat16, with norms, rotary embedding and softmax in float32.</summary>
    BFloat16,

    /// <summary>fp16; on a CPU computed in fp32.</summary>
    Float16,
}

/// <summary>Names and resolution of <see cref="ComputeDtype"/>.</summary>
public static class ComputeDtypes
{
    /// <summary>Reads <c>auto</c>, <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</summary>
    /// <exception cref="InputException">Anything else.</exception>
    public static ComputeDtype Parse(string text) => text switch
    {
        "auto" => ComputeDtype.Auto,
        "fp32" => ComputeDtype.Float32,
        "bf16" => ComputeDtype.BFloat16,
        "fp16" => ComputeDtype.Float16,
        _ => throw new InputException($"--dtype: expected auto, fp32, bf16 or fp16, found {text}"),
    };

    /// <summary>The libtorch type on a CPU for weights stored as <paramref name="stored"/>.</summary>
    public static ScalarType OnCpu(this ComputeDtype dtype, TensorDtype stored) => dtype switch
    {
        ComputeDtype.BFloat16 => ScalarType.BFloat16,
        ComputeDtype.Auto when stored == TensorDtype.BFloat16 => ScalarType.BFloat16,
        _ => ScalarType.Float32,
    };

    /// <summary>The short name in results: <c>fp32</c> or <c>bf16</c>.</summary>
    public static string ShortName(ScalarType type) => type == ScalarType.BFloat16 ? "bf16" : "fp32";
}
