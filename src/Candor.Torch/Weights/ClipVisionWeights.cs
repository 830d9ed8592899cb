using Candor.Checkpoints;
using Candor.Torch.Models;
using Candor.Torch.Modules;

namespace Candor.Torch.Weights;

/// <summary>Builds a <see cref="ClipVision"/> from weights under the names of <see cref="ClipVisionTensors"/>.</summary>
public static class ClipVisionWeights
{
    /// <summary>Loads all weights.</summary>
    /// <param name="config">The tower's shape.</param>
    /// <param name="source">Its tensors, such as a <see cref="ClipVisionSource"/>; may be closed afterwards.</param>
    /// <param name="dtype">Type to compute in.</param>
    /// <exception cref="InputException">Tensors are missing or have other shapes or types.</exception>
    public static ClipVision Load(ClipVisionConfig config, ITensorSource source, ComputeDtype dtype)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(source);
        var stored = source.Tensors.TryGetValue(ClipVisionTensors.ClassEmbedding, out var entry) ? entry.Dtype : TensorDtype.Float32;
        var reader = new WeightReader(source, dtype.OnCpu(stored));
        int hidden = config.HiddenSize, patch = config.PatchSize;
        var embeddings = new ClipEmbeddings(
            reader.Read(ClipVisionTensors.ClassEmbedding, hidden),
            reader.Read(ClipVisionTensors.PatchEmbedding, hidden, 3, patch, patch),
            reader.Read(ClipVisionTensors.PositionEmbedding, config.PositionCount, hidden));
        var norm = Norm(reader, $"{ClipVisionTensors.Prefix}pre_layrnorm", config);
        var layers = Enumerable.Range(0, config.NumHiddenLayers)
            .Select(i => Layer(reader, config, $"{ClipVisionTensors.Prefix}encoder.layers.{i}."));
        var model = new ClipVision(config, embeddings, norm, layers);
        model.eval();
        return model;
    }

    private static ClipEncoderLayer Layer(WeightReader reader, ClipVisionConfig config, string prefix)
    {
        int hidden = config.HiddenSize, inner = config.IntermediateSize;
        var attention = new ClipAttention(
            Projection("self_attn.q_proj", hidden, hidden),
            Projection("self_attn.k_proj", hidden, hidden),
            Projection("self_attn.v_proj", hidden, hidden),
            Projection("self_attn.out_proj", hidden, hidden),
            config.NumAttentionHeads);
        var activation = Activations.Parse(config.HiddenAct);
        var mlp = new ClipMlp(Projection("mlp.fc1", inner, hidden), Projection("mlp.fc2", hidden, inner), activation);
        return new ClipEncoderLayer(
            attention, Norm(reader, $"{prefix}layer_norm1", config), mlp, Norm(reader, $"{prefix}layer_norm2", config));

        Linear Projection(string name, int outputs, int inputs) =>
            new(reader.Read($"{prefix}{name}.weight", outputs, inputs), reader.Read($"{prefix}{name}.bias", outputs));
    }

    private static LayerNorm Norm(WeightReader reader, string name, ClipVisionConfig config) =>
        new(reader.Read($"{name}.weight", config.HiddenSize), reader.Read($"{name}.bias", config.HiddenSize), config.LayerNormEps);
}
