using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Gate activations by their Hugging Face names.</summary>
public enum Activation
{
    /// <summary><c>silu</c>: x·σ(x).</summary>
    Silu,

    /// <summary><c>gelu</c>: x·Φ(x).</summary>
    Gelu,

    /// <summary><c>gelu_new</c> and <c>gelu_pytorch_tanh</c>: the approximation of Hendrycks and Gimpel by tanh.</summary>
    GeluTanh,

    /// <summary><c>relu</c>.</summary>
    Relu,

    /// <summary><c>quick_gelu</c>: x·σ(1.702x), CLIP's approximation of gelu.</summary>
    QuickGelu,
}

/// <summary>Names and formulas of <see cref="Activation"/>.</summary>
public static class Activations
{
    /// <summary>The activation a <c>config.json</c> names in <c>hidden_act</c>.</summary>
    /// <exception cref="InputException">The name is not known.</exception>
    public static Activation Parse(string name) => name switch
    {
        "silu" or "swish" => Activation.Silu,
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        "quick_gelu" => Activation.QuickGelu,
        _ => throw new InputException($"hidden_act: expected silu, gelu, gelu_new, gelu_pytorch_tanh, relu or quick_gelu, found {name}"),
    };

    /// <summary>Element by element, by libtorch.</summary>
    public static Tensor Apply(this Activation activation, Tensor x) => activation switch
    {
        Activation.Silu => nn.functional.silu(x),
        Activation.Gelu => nn.functional.gelu(x),
        Activation.GeluTanh => GeluByTanh(x),
        Activation.QuickGelu => QuickGelu(x),
        _ => nn.functional.relu(x),
    };

    private static Tensor QuickGelu(Tensor x)
    {
        using var scope = NewDisposeScope();
        return (x * x.Times(1.702).sigmoid()).MoveToOuterDisposeScope();
    }

    private static Tensor GeluByTanh(Tensor x)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var inner = wide.Plus(wide.Power(3).Times(0.044715)).Times(Math.Sqrt(2 / Math.PI));
        return (wide.Times(0.5) * inner.tanh().Plus(1)).to(x.dtype).MoveToOuterDisposeScope();
    }
}
