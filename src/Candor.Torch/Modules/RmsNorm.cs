using Candor.Torch.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Root mean square normalisation (Zhang and Sennrich 2019): the mean square in float32, the result in the input's type.</summary>
public sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Scale, [H].</summary>
    public readonly Parameter weight;

    private readonly double epsilon;

    /// <summary>Takes ownership of <paramref name="weight"/> [H].</summary>
    public RmsNorm(Parameter weight, double epsilon) : base(nameof(RmsNorm))
    {
        this.weight = weight;
        this.epsilon = epsilon;
        RegisterComponents();
    }

    /// <summary>ε.</summary>
    public double Epsilon => epsilon;

    /// <summary>[…, H] → […, H], by libtorch.</summary>
    public override Tensor forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var factor = rsqrt(wide.Power(2).mean([-1L], keepdim: true).Plus(epsilon));
        return (weight * (wide * factor).to(x.dtype)).MoveToOuterDisposeScope();
    }

    /// <summary>[T, H] → [T, H], in one pass and without gradients.</summary>
    public Tensor Infer(Tensor x) => RmsNormKernel.Apply(x, weight, epsilon);

    /// <summary>The same into <paramref name="result"/>.</summary>
    internal void InferInto(Tensor x, Tensor result) => RmsNormKernel.Apply(x, weight, epsilon, result);
}
