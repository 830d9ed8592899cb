using Candor.Checkpoints.Adapters;
using Candor.Torch.Models;
using Candor.Torch.Modules;

namespace Candor.Torch.Weights;

/// <summary>Puts an adapter beside the weights instead of into them: what merging is checked against.</summary>
public static class AdapterAttachment
{
    /// <summary>Whether an adapter is plain LoRA on projections: no DoRA, no biases, nothing on the embedding.</summary>
    public static bool CanAttach(PeftAdapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return adapter.Targets.All(target => target is { IsEmbedding: false, Magnitude: null, Bias: null }
            && target.Module.Contains(".layers.", StringComparison.Ordinal));
    }

    /// <summary>Attaches the updates of an adapter that <see cref="CanAttach"/> to a decoder that is loaded.</summary>
    public static void Attach(Llama model, PeftAdapter adapter)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(adapter);
        var reader = new WeightReader(adapter.Updates, model.ComputeType);
        var projections = model.model.layers
            .SelectMany((layer, index) => layer.Projections.Select(pair =>
                KeyValuePair.Create($"model.layers.{index}.{pair.Name}", pair.Projection)))
            .ToDictionary(StringComparer.Ordinal);
        foreach (var target in adapter.Targets)
        {
            var (a, b) = (reader.Read(target.A.Name, [.. target.A.Shape]), reader.Read(target.B.Name, [.. target.B.Shape]));
            projections[target.Module].Attach(new LoraAdapter(a, b, target.Scale, dropout: 0));
        }
    }
}
