using Candor.Checkpoints;
using Candor.Torch.Models;
using Candor.Torch.Modules;

namespace Candor.Torch.Weights;

/// <summary>Builds a <see cref="Llama"/> from a checkpoint with Hugging Face's names.</summary>
public static class LlamaWeights
{
    /// <summary>Loads all weights.</summary>
    /// <param name="config">The model's shape.</param>
    /// <param name="source">Its tensors; may be closed afterwards.</param>
    /// <param name="dtype">Type to compute in.</param>
    /// <param name="addedRows">Rows to add to the vocabulary; they hold zeros.</param>
    /// <exception cref="InputException">Tensors are missing or have other shapes or types.</exception>
    public static Llama Load(LlamaConfig config, ITensorSource source, ComputeDtype dtype, int addedRows = 0)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(source);
        var stored = source.Tensors.TryGetValue(LlamaTensors.Embedding, out var entry) ? entry.Dtype : TensorDtype.Float32;
        var reader = new WeightReader(source, dtype.OnCpu(stored));
        int vocabulary = config.VocabSize, hidden = config.HiddenSize;
        var embedding = reader.ReadGrown(LlamaTensors.Embedding, addedRows, vocabulary, hidden);
        var layers = Enumerable.Range(0, config.NumHiddenLayers).Select(i => Layer(reader, config, $"model.layers.{i}.")).ToList();
        var body = new LlamaBody(embedding, layers, Norm(reader, "model.norm.", config));
        var head = config.TieWordEmbeddings ? embedding : reader.ReadGrown(LlamaTensors.Head, addedRows, vocabulary, hidden);
        var model = new Llama(config with { VocabSize = vocabulary + addedRows }, body, new Linear(head));
        model.eval();
        return model;
    }

    private static DecoderLayer Layer(WeightReader reader, LlamaConfig config, string prefix)
    {
        var heads = new HeadShape(config.NumAttentionHeads, config.NumKeyValueHeads, config.HeadDim);
        int hidden = config.HiddenSize, inner = config.IntermediateSize;
        int queries = heads.QueryHeads * heads.HeadDim, keys = heads.KeyValueHeads * heads.HeadDim;
        var attention = new Attention(
            Projection("self_attn.q_proj.", queries, hidden, config.AttentionBias),
            Projection("self_attn.k_proj.", keys, hidden, config.AttentionBias),
            Projection("self_attn.v_proj.", keys, hidden, config.AttentionBias),
            Projection("self_attn.o_proj.", hidden, queries, config.AttentionBias),
            heads);
        var mlp = new GatedMlp(
            Projection("mlp.gate_proj.", inner, hidden, config.MlpBias),
            Projection("mlp.up_proj.", inner, hidden, config.MlpBias),
            Projection("mlp.down_proj.", hidden, inner, config.MlpBias),
            Activations.Parse(config.HiddenAct));
        return new DecoderLayer(
            attention, mlp, Norm(reader, prefix + "input_layernorm.", config), Norm(reader, prefix + "post_attention_layernorm.", config));

        Linear Projection(string name, int outputs, int inputs, bool hasBias) => new(
            reader.Read($"{prefix}{name}weight", outputs, inputs), hasBias ? reader.Read($"{prefix}{name}bias", outputs) : null);
    }

    private static RmsNorm Norm(WeightReader reader, string prefix, LlamaConfig config) =>
        new(reader.Read(prefix + "weight", config.HiddenSize), config.RmsNormEps);
}
