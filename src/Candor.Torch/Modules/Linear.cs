using Candor.Torch.Kernels;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>y = x Wᵀ + b over weights that already exist, with a low-rank update where one is attached; nothing is drawn at random.</summary>
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

    /// <summary>A low-rank update that is trained beside the weight, if one was attached.</summary>
    public LoraAdapter? Adapter { get; private set; }

    /// <summary>Adds a low-rank update, which this layer owns from here on.</summary>
    public void Attach(LoraAdapter adapter) => Adapter = adapter;

    /// <summary>[…, in] → […, out].</summary>
    public override Tensor forward(Tensor x)
    {
        var product = nn.functional.linear(x, weight, bias);
        if (Adapter is null)
            return product;
        using (product)
        {
            using var update = Adapter.call(x);
            return product.Plus(update);
        }
    }

    /// <summary>residual += x Wᵀ + b without an intermediate: the product accumulates into <paramref name="residual"/> [T, out].</summary>
    public void AddTo(Tensor residual, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(residual);
        using var transposed = weight.t();
        residual.addmm_(x, transposed, beta: 1, alpha: 1);
        if (bias is not null)
            residual.AddInPlace(bias);
        if (Adapter is not null)
        {
            using var update = Adapter.call(x);
            residual.AddInPlace(update);
        }
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Adapter?.Dispose();
        base.Dispose(disposing);
    }
}
