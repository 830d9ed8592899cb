using Candor.Torch.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>
/// A low-rank update (Hu et al. 2021) as PEFT computes it: s·B(A(dropout(x))). It stands beside a <see cref="Linear"/>, not around it, so
/// that the base model's names stay.
/// </summary>
public sealed class LoraAdapter : nn.Module<Tensor, Tensor>
{
    /// <summary>A, [r, in].</summary>
    public readonly Parameter lora_A;

    /// <summary>B, [out, r].</summary>
    public readonly Parameter lora_B;

    /// <summary>Takes ownership of A [r, in] and B [out, r].</summary>
    /// <param name="a">A.</param>
    /// <param name="b">B.</param>
    /// <param name="scale">s, alpha / r.</param>
    /// <param name="dropout">Probability that an input of A is dropped while training.</param>
    public LoraAdapter(Parameter a, Parameter b, double scale, double dropout) : base(nameof(LoraAdapter))
    {
        lora_A = a;
        lora_B = b;
        Scale = scale;
        Dropout = dropout;
        RegisterComponents();
    }

    /// <summary>The factor on the update.</summary>
    public double Scale { get; }

    /// <summary>Probability of dropping.</summary>
    public double Dropout { get; }

    /// <summary>
    /// Which elements are dropped: a number that with an element's position decides its fate, so that a backward pass, or a resumed run,
    /// drops the same ones. Null drops none.
    /// </summary>
    public ulong? DropoutKey { get; set; }

    /// <summary>[…, in] → […, out].</summary>
    public override Tensor forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        var kept = DropoutKey is { } key && Dropout > 0 ? x * DropoutKernel.Mask(x, key, Dropout) : x;
        var update = nn.functional.linear(nn.functional.linear(kept, lora_A), lora_B);
        return update.Times(Scale).MoveToOuterDisposeScope();
    }
}
