namespace Candor.Checkpoints;

/// <summary>Names and shapes of a LLaMA's weights, as <c>LlamaForCausalLM</c> of transformers saves them.</summary>
public static class LlamaTensors
{
    /// <summary>The embedding, <c>[vocabulary, hidden]</c>; the output matrix too where the two are tied.</summary>
    public const string Embedding = "model.embed_tokens.weight";

    /// <summary>The output matrix, <c>[vocabulary, hidden]</c>.</summary>
    public const string Head = "lm_head.weight";

    /// <summary>All weights the configuration calls for; the output matrix only where it is not tied.</summary>
    public static IEnumerable<ExpectedTensor> Expected(LlamaConfig config)
    {
        yield return new(Embedding, [config.VocabSize, config.HiddenSize]);
        for (var layer = 0; layer < config.NumHiddenLayers; layer++)
        {
            foreach (var (name, shape) in Layer(config))
                yield return new($"model.layers.{layer}.{name}", shape);
        }

        yield return new("model.norm.weight", [config.HiddenSize]);
        if (!config.TieWordEmbeddings)
            yield return new(Head, [config.VocabSize, config.HiddenSize]);
    }

    /// <summary>Whether a stored tensor is a table that models compute for themselves: rotary frequencies, saved before transformers 4.32.</summary>
    public static bool IsIgnored(string name) => name.EndsWith(".rotary_emb.inv_freq", StringComparison.Ordinal);

    private static IEnumerable<ExpectedTensor> Layer(LlamaConfig config)
    {
        long hidden = config.HiddenSize, inner = config.IntermediateSize;
        long query = (long)config.NumAttentionHeads * config.HeadDim, keyValue = (long)config.NumKeyValueHeads * config.HeadDim;
        return
        [
            new("input_layernorm.weight", [hidden]),
            new("post_attention_layernorm.weight", [hidden]),
            .. Projection("self_attn.q_proj", query, hidden, config.AttentionBias),
            .. Projection("self_attn.k_proj", keyValue, hidden, config.AttentionBias),
            .. Projection("self_attn.v_proj", keyValue, hidden, config.AttentionBias),
            .. Projection("self_attn.o_proj", hidden, query, config.AttentionBias),
            .. Projection("mlp.gate_proj", inner, hidden, config.MlpBias),
            .. Projection("mlp.up_proj", inner, hidden, config.MlpBias),
            .. Projection("mlp.down_proj", hidden, inner, config.MlpBias),
        ];
    }

    private static IEnumerable<ExpectedTensor> Projection(string name, long output, long input, bool hasBias)
    {
        yield return new($"{name}.weight", [output, input]);
        if (hasBias)
            yield return new($"{name}.bias", [output]);
    }
}
