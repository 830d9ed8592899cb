using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>A parameter that is trained, with all that training keeps of it. fp32 but for <see cref="Weight"/>.</summary>
public sealed class TrainableParameter : IDisposable
{
    /// <summary>Begins with moments and gradient of zero.</summary>
    /// <param name="name">Hugging Face's name, of an adapter PEFT's without the leading <c>base_model.model.</c>.</param>
    /// <param name="weight">What the model computes with; owned by the model.</param>
    internal TrainableParameter(string name, Parameter weight)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        Name = name;
        Weight = weight;
        Master = weight.dtype == ScalarType.Float32 ? weight : Kept(weight.to(ScalarType.Float32));
        Gradient = Kept(zeros_like(Master));
        FirstMoment = Kept(zeros_like(Master));
        SecondMoment = Kept(zeros_like(Master));
        weight.requires_grad = true;
    }

    /// <summary>The name in saved files.</summary>
    public string Name { get; }

    /// <summary>The parameter in the type that the model computes in.</summary>
    public Parameter Weight { get; }

    /// <summary>The value that is trained; <see cref="Weight"/> itself where the model computes in fp32.</summary>
    public Tensor Master { get; }

    /// <summary>Sum over the micro-batches of an update.</summary>
    public Tensor Gradient { get; }

    /// <summary>Adam's mean of gradients, <c>exp_avg</c>.</summary>
    public Tensor FirstMoment { get; }

    /// <summary>Adam's mean of squared gradients, <c>exp_avg_sq</c>.</summary>
    public Tensor SecondMoment { get; }

    /// <summary>
    /// Whether weight decay applies: not to biases. RMSNorm's scales do decay, since the reference's version does not count them as
    /// LayerNorm's.
    /// </summary>
    public bool Decays => !Name.Contains("bias", StringComparison.Ordinal);

    /// <summary>Whether model and optimizer hold two copies.</summary>
    internal bool HasMaster => !ReferenceEquals(Master, Weight);

    /// <summary>Sets the value from floats of the same shape.</summary>
    internal void Set(Tensor value)
    {
        using var _ = no_grad();
        Master.copy_(value);
        if (HasMaster)
            Weight.copy_(Master);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (HasMaster)
            Master.Dispose();
        Gradient.Dispose();
        FirstMoment.Dispose();
        SecondMoment.Dispose();
    }

    private static Tensor Kept(Tensor tensor) => tensor.DetachFromDisposeScope();
}
