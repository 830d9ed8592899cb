using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>A projection without bias, with or without adapter, forward and back over rows [T, ·] by plain products.</summary>
/// <param name="linear">The projection.</param>
/// <param name="set">What is trained.</param>
internal sealed class KernelLinear(Linear linear, TrainableSet set)
{
    private readonly TrainableParameter? weight = set.Find(linear.weight);
    private readonly TrainableParameter? adapterA = set.Find(linear.Adapter?.lora_A);
    private readonly TrainableParameter? adapterB = set.Find(linear.Adapter?.lora_B);
    private readonly LoraAdapter? adapter = linear.Adapter;
    private Tensor? low;
    private Tensor? lowGradient;

    /// <summary>x Wᵀ [T, out]. Keeps the adapter's x Aᵀ.</summary>
    public Tensor Forward(Tensor x)
    {
        using var transposed = linear.weight.t();
        var result = x.mm(transposed);
        AddUpdate(result, x);
        return result;
    }

    /// <summary>residual += x Wᵀ.</summary>
    public void ForwardAdd(Tensor residual, Tensor x)
    {
        using var transposed = linear.weight.t();
        residual.addmm_(x, transposed, beta: 1, alpha: 1);
        AddUpdate(residual, x);
    }

    /// <summary>input = dy W, or added to what is there.</summary>
    public void InputGradient(Tensor gradient, Tensor input, bool adds)
    {
        input.addmm_(gradient, linear.weight, beta: adds ? 1 : 0, alpha: 1);
        if (adapter is null)
            return;
        EnsureLowGradient(gradient);
        if (adapter.DropoutKey is not { } key || adapter.Dropout == 0)
        {
            input.addmm_(lowGradient!, adapter.lora_A, beta: 1, alpha: 1);
            return;
        }

        using var wide = lowGradient!.mm(adapter.lora_A);
        DropoutKernel.Apply(wide, key, adapter.Dropout, input);
    }

    /// <summary>Adds up the gradients of weight and adapter, and lets go of what was kept.</summary>
    public void WeightGradients(Tensor gradient, Tensor x)
    {
        if (weight is not null)
            GradientSum.AddProduct(weight, gradient, x);
        if (adapter is null)
            return;
        EnsureLowGradient(gradient);
        using var dropped = Dropped(x);
        if (adapterA is not null)
            GradientSum.AddProduct(adapterA, lowGradient!, dropped ?? x);
        if (adapterB is not null)
            GradientSum.AddProduct(adapterB, gradient, low!, adapter.Scale);
        low!.Dispose();
        lowGradient!.Dispose();
        (low, lowGradient) = (null, null);
    }

    private void AddUpdate(Tensor result, Tensor x)
    {
        if (adapter is null)
            return;
        using var scope = NewDisposeScope();
        using var dropped = Dropped(x);
        low?.Dispose();
        low = (dropped ?? x).mm(adapter.lora_A.t()).DetachFromDisposeScope();
        result.addmm_(low, adapter.lora_B.t(), beta: 1, alpha: (float)adapter.Scale);
    }

    private void EnsureLowGradient(Tensor gradient) =>
        lowGradient ??= gradient.mm(adapter!.lora_B).mul_(adapter.Scale).DetachFromDisposeScope();

    private Tensor? Dropped(Tensor x) =>
        adapter!.DropoutKey is { } key && adapter.Dropout > 0 ? DropoutKernel.Apply(x, key, adapter.Dropout) : null;
}
