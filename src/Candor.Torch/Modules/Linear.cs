using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>y = x Wᵀ + b over weights that already exist; nothing is drawn at random.</summary>
public sealed class Linear : nn.Module<Tensor, Tensor>
{
    /// <summary>[out, in].</summary>
    public readonly Parameter weight;

    /// <summary>[out], if there is one.</summary>
    public readonly Parameter? bias;

    /// <summary>Takes ownership of <paramref name="weight"/> [out, in] and <paramref name="bias"/> [out].</summary>
    public Linear(Parameter weight, Parameter? bias = null) : base(nameof(Linear))
    {
        this.weight = weight;
        this.bias = bias;
        RegisterComponents();
    }

    /// <summary>[…, in] → […, out].</summary>
    public override Tensor forward(Tensor x) => nn.functional.linear(x, weight, bias);

    /// <summary>residual += x Wᵀ + b without an intermediate: the product accumulates into <paramref name="residual"/> [T, out].</summary>
    public void AddTo(Tensor residual, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(residual);
        using var transposed = weight.t();
        residual.addmm_(x, transposed, beta: 1, alpha: 1);
        if (bias is not null)
            residual.add_(bias);
    }
}
