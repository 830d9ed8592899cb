using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>down(act(gate(x)) · up(x)) (Shazeer 2020).</summary>
public sealed class GatedMlp : nn.Module<Tensor, Tensor>
{
    /// <summary>Gate, [I, H].</summary>
    public readonly Linear gate_proj;

    /// <summary>Up, [I, H].</summary>
    public readonly Linear up_proj;

    /// <summary>Down, [H, I].</summary>
    public readonly Linear down_proj;

    private readonly Activation activation;

    /// <summary>Composes the three projections: gate and up [I, H], down [H, I].</summary>
    public GatedMlp(Linear gate, Linear up, Linear down, Activation activation) : base(nameof(GatedMlp))
    {
        gate_proj = gate;
        up_proj = up;
        down_proj = down;
        this.activation = activation;
        RegisterComponents();
    }

    /// <summary>Whether the gate is SiLU's, as in LLaMA.</summary>
    public bool IsSwiGlu => activation == Activation.Silu;

    /// <summary>[…, H] → […, H], by libtorch.</summary>
    public override Tensor forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        return down_proj.call(activation.Apply(gate_proj.call(x)) * up_proj.call(x)).MoveToOuterDisposeScope();
    }

    /// <summary>residual += this(x) for packed rows x [T, H], without gradients.</summary>
    public void InferAdd(Tensor residual, Tensor x)
    {
        using var scope = NewDisposeScope();
        var gate = gate_proj.forward(x);
        var up = up_proj.forward(x);
        if (activation == Activation.Silu)
            SwiGluKernel.ApplyInPlace(gate, up);
        else
            gate = activation.Apply(gate).mul_(up);
        down_proj.AddTo(residual, gate);
    }
}
