using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>A projection without bias, with or without adapter, forward and back over rows [T, ·] by plain products.</summary>
/// <param name="linear">The projection.</param>
/// <param name="set">What is trained.</param>
/// <param name="pool">Where temporaries come from.</param>
internal sealed class KernelLinear(Linear linear, TrainableSet set, TensorPool pool)
{
    private readonly TrainableParameter? weight = set.Find(linear.weight);
    private readonly TrainableParameter? adapterA = set.Find(linear.Adapter?.lora_A);
    private readonly TrainableParameter? adapterB = set.Find(linear.Adapter?.lora_B);
    private readonly LoraAdapter? adapter = linear.Adapter;
    private Lease? low;
    private Lease? lowGradient;

    /// <summary>Width of the output.</summary>
    public long Outputs => linear.weight.shape[0];

    /// <summary>result = x Wᵀ [T, out], or added to what is there. Keeps the adapter's x Aᵀ.</summary>
    public void Forward(Tensor x, Tensor result, bool adds)
    {
        using var transposed = linear.weight.t();
        Product(result, x, transposed, adds);
        if (adapter is null)
            return;
        using var dropped = Dropped(x);
        using var a = adapter.lora_A.t();
        using var b = adapter.lora_B.t();
        low ??= pool.Rent(x.dtype, x.shape[0], a.shape[1]);
        Product(low.Tensor, dropped?.Tensor ?? x, a, adds: false);
        Product(result, low.Tensor, b, adds: true, adapter.Scale);
    }

    /// <summary>input = dy W, or added to what is there.</summary>
    public void InputGradient(Tensor gradient, Tensor input, bool adds)
    {
        Product(input, gradient, linear.weight, adds);
        if (adapter is null)
            return;
        EnsureLowGradient(gradient);
        if (adapter.DropoutKey is not { } key || adapter.Dropout == 0)
        {
            Product(input, lowGradient!.Tensor, adapter.lora_A, adds: true);
            return;
        }

        using var wide = pool.Rent(input.dtype, input.shape);
        Product(wide.Tensor, lowGradient!.Tensor, adapter.lora_A, adds: false);
        DropoutKernel.Apply(wide.Tensor, key, adapter.Dropout, input, adds: true);
    }

    /// <summary>Adds up the gradients of weight and adapter, and lets go of what was kept.</summary>
    public void WeightGradients(Tensor gradient, Tensor x)
    {
        if (weight is not null)
            GradientSum.AddProduct(weight, gradient, x, pool);
        if (adapter is null)
            return;
        EnsureLowGradient(gradient);
        using var dropped = Dropped(x);
        if (adapterA is not null)
            GradientSum.AddProduct(adapterA, lowGradient!.Tensor, dropped?.Tensor ?? x, pool);
        if (adapterB is not null)
            GradientSum.AddProduct(adapterB, gradient, low!.Tensor, pool, adapter.Scale);
        low!.Dispose();
        lowGradient!.Dispose();
        (low, lowGradient) = (null, null);
    }

    private void EnsureLowGradient(Tensor gradient)
    {
        if (lowGradient is not null)
            return;
        lowGradient = pool.Rent(gradient.dtype, gradient.shape[0], adapter!.lora_B.shape[1]);
        Product(lowGradient.Tensor, gradient, adapter.lora_B, adds: false, adapter.Scale);
    }

    private Lease? Dropped(Tensor x)
    {
        if (adapter!.DropoutKey is not { } key || adapter.Dropout == 0)
            return null;
        var dropped = pool.Rent(x.dtype, x.shape);
        DropoutKernel.Apply(x, key, adapter.Dropout, dropped.Tensor, adds: false);
        return dropped;
    }

    private static void Product(Tensor result, Tensor left, Tensor right, bool adds, double scale = 1) =>
        result.addmm_(left, right, beta: adds ? 1 : 0, alpha: (float)scale);
}
