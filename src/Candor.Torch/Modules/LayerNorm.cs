using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Layer normalisation (Ba et al. 2016) over the last dimension, over weights that already exist.</summary>
public sealed class LayerNorm : nn.Module<Tensor, Tensor>
{
    /// <summary>Scale, [H].</summary>
    public readonly Parameter weight;

    /// <summary>Shift, [H].</summary>
    public readonly Parameter bias;

    private readonly double epsilon;

    /// <summary>Takes ownership of <paramref name="weight"/> [H] and <paramref name="bias"/> [H].</summary>
    public LayerNorm(Parameter weight, Parameter bias, double epsilon) : base(nameof(LayerNorm))
    {
        this.weight = weight;
        this.bias = bias;
        this.epsilon = epsilon;
        RegisterComponents();
    }

    /// <summary>[…, H] → […, H]; libtorch takes the mean and variance in float32.</summary>
    public override Tensor forward(Tensor x) => nn.functional.layer_norm(x, weight.shape, weight, bias, epsilon);
}
