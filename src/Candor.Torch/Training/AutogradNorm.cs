using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>A norm run under libtorch's tape, and back.</summary>
internal sealed class AutogradNorm : IDisposable
{
    private readonly RmsNorm norm;
    private readonly Tensor input;
    private readonly Tensor output;

    /// <summary>Runs the norm on rows [R, H].</summary>
    public AutogradNorm(RmsNorm norm, Tensor rows)
    {
        using var _ = enable_grad();
        this.norm = norm;
        input = rows.detach().requires_grad_();
        output = norm.call(input);
        Output = output.detach();
    }

    /// <summary>[R, H].</summary>
    public Tensor Output { get; }

    /// <summary>Gradient of the output into gradient of the input; the weight's is added up if it is trained.</summary>
    public Tensor Backward(Tensor gradient, TrainableSet set)
    {
        var trained = set.Find(norm.weight);
        IList<Tensor> inputs = trained is null ? [input] : [input, norm.weight];
        var gradients = autograd.grad([output], inputs, [gradient]);
        if (trained is not null)
            GradientSum.Add(trained, gradients[1]);
        return gradients[0];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Output.Dispose();
        output.Dispose();
        input.Dispose();
    }
}
