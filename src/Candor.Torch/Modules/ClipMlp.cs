using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Feed-forward of CLIP's encoder: fc2(act(fc1(x))).</summary>
public sealed class ClipMlp : nn.Module<Tensor, Tensor>
{
    /// <summary>Up, [I, H].</summary>
    public readonly Linear fc1;

    /// <summary>Down, [H, I].</summary>
    public readonly Linear fc2;

    private readonly Activation activation;

    /// <summary>Composes the projections: up [I, H], down [H, I], both with biases.</summary>
    public ClipMlp(Linear up, Linear down, Activation activation) : base(nameof(ClipMlp))
    {
        fc1 = up;
        fc2 = down;
        this.activation = activation;
        RegisterComponents();
    }

    /// <summary>[…, H] → […, H].</summary>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return fc2.call(activation.Apply(fc1.call(x))).MoveToOuterDisposeScope();
    }
}
