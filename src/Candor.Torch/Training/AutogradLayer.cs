using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>A layer under libtorch's tape: the portable form, which other forms must equal.</summary>
/// <param name="layer">The layer.</param>
/// <param name="trained">Those of its parameters that are trained.</param>
/// <param name="isCheckpointing">Whether only the input is kept and the layer runs again on the way back.</param>
internal sealed class AutogradLayer(DecoderLayer layer, IReadOnlyList<TrainableParameter> trained, bool isCheckpointing) : ILayerPass
{
    private Tensor? input;
    private Tensor? output;

    /// <inheritdoc />
    public Tensor Forward(Tensor x, LayerContext context)
    {
        input = x.detach().DetachFromDisposeScope();
        if (isCheckpointing)
        {
            using var _ = no_grad();
            return layer.call(x, context.Cos, context.Sin, context.Mask);
        }

        Record(context);
        return output!.detach();
    }

    /// <inheritdoc />
    public Tensor? Backward(Tensor gradient, LayerContext context, bool needsInput)
    {
        using var scope = NewDisposeScope();
        if (isCheckpointing)
            Record(context);
        List<Tensor> sources = [.. trained.Select(parameter => parameter.Weight)];
        if (needsInput)
            sources.Add(input!);
        var gradients = sources.Count == 0 ? [] : autograd.grad([output!], sources, [gradient]);
        for (int i = 0; i < trained.Count; i++)
            GradientSum.Add(trained[i], gradients[i]);
        output!.Dispose();
        input!.Dispose();
        (input, output) = (null, null);
        return needsInput ? gradients[^1].MoveToOuterDisposeScope() : null;
    }

    private void Record(LayerContext context)
    {
        using var _ = enable_grad();
        input!.requires_grad = true;
        output = layer.call(input, context.Cos, context.Sin, context.Mask).DetachFromDisposeScope();
    }
}
