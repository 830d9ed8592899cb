using Candor.Torch.Kernels;
using Candor.Torch.Models;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>All decoder layers forward and back.</summary>
internal sealed class DecoderStack
{
    private readonly Llama language;
    private readonly List<ILayerPass> tapes;
    private readonly List<ILayerPass>? kernels;
    private readonly int firstTrained;

    /// <summary>Prepares the layers of a decoder.</summary>
    /// <param name="language">The decoder.</param>
    /// <param name="set">What is trained.</param>
    /// <param name="pool">Where temporaries come from.</param>
    /// <param name="options">Whether layers keep their inputs alone, and whether they are computed by kernels where they can be.</param>
    public DecoderStack(Llama language, TrainableSet set, TensorPool pool, EngineOptions options)
    {
        this.language = language;
        List<List<TrainableParameter>> trained = [.. language.model.layers.Select((layer, i) => set.Parameters
            .Where(parameter => parameter.Name.StartsWith($"model.layers.{i}.", StringComparison.Ordinal)).ToList())];
        tapes = [.. language.model.layers.Select((layer, i) => new AutogradLayer(layer, trained[i], options.GradientCheckpointing))];
        if (options.UsesKernels && language.model.layers.All(KernelLayer.Supports))
            kernels = [.. language.model.layers.Select(layer => new KernelLayer(layer, set, pool, options.GradientCheckpointing))];
        firstTrained = trained.FindIndex(parameters => parameters.Count > 0);
    }

    /// <summary>What the layers share for a batch of this shape.</summary>
    public LayerContext Context(SplicePlan plan)
    {
        (var cos, var sin) = language.Rotary.Table(plan.Length).ToTensors(plan.Length);
        return new LayerContext(cos, sin, AttentionMask.Create(plan.Mask, plan.Rows, plan.Length, language.ComputeType));
    }

    /// <summary>[B, S, H] → [B, S, H]; what the way back needs is kept.</summary>
    public Tensor Forward(Tensor x, LayerContext context)
    {
        var current = x;
        foreach (var layer in Layers(context))
        {
            var next = layer.Forward(current, context);
            if (!ReferenceEquals(current, x))
                current.Dispose();
            current = next;
        }

        return current;
    }

    /// <summary>[B, S, H] → [B, S, H], keeping nothing.</summary>
    public Tensor Evaluate(Tensor x, LayerContext context)
    {
        foreach (var layer in language.model.layers)
        {
            using var scope = NewDisposeScope();
            x = layer.call(x, context.Cos, context.Sin, context.Mask).MoveToOuterDisposeScope();
        }

        return x;
    }

    /// <summary>Back through all layers.</summary>
    /// <param name="gradient">Of the output, [B, S, H]; it may be overwritten.</param>
    /// <param name="context">As in the forward pass.</param>
    /// <param name="needsInput">Whether embeddings or projector are trained.</param>
    /// <returns>Gradient of the input, or null if nothing before the layers is trained.</returns>
    public Tensor? Backward(Tensor gradient, LayerContext context, bool needsInput)
    {
        var current = gradient;
        var layers = Layers(context);
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            var before = layers[i].Backward(current, context, needsInput || (firstTrained >= 0 && i > firstTrained));
            if (!ReferenceEquals(current, gradient))
                current.Dispose();
            if (before is null)
                return null;
            current = before;
        }

        return current;
    }

    /// <summary>Kernels know the causal mask alone; a batch with padding in front of tokens takes the other way.</summary>
    private List<ILayerPass> Layers(LayerContext context) => context.Mask is null && kernels is not null ? kernels : tapes;
}
