using System.Text.Json.Nodes;
using Candor.Checkpoints;

namespace Candor.Conversion;

/// <summary>A configuration as the <c>config.json</c> that every transformers since 4.43 reads, its keys in ordinal order.</summary>
internal static class LlamaConfigFile
{
    /// <summary>Writes <c>config.json</c>, and <c>generation_config.json</c> with the ids that begin, end and pad.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="config">The model's shape.</param>
    /// <param name="dtype">The type that weights are stored in.</param>
    public static void Write(string folder, LlamaConfig config, TensorDtype dtype)
    {
        var ids = Ids(config);
        var members = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["architectures"] = new JsonArray("LlamaForCausalLM"),
            ["attention_bias"] = config.AttentionBias,
            ["head_dim"] = config.HeadDim,
            ["hidden_act"] = config.HiddenAct,
            ["hidden_size"] = config.HiddenSize,
            ["intermediate_size"] = config.IntermediateSize,
            ["max_position_embeddings"] = config.MaxPositionEmbeddings,
            ["mlp_bias"] = config.MlpBias,
            ["model_type"] = "llama",
            ["num_attention_heads"] = config.NumAttentionHeads,
            ["num_hidden_layers"] = config.NumHiddenLayers,
            ["num_key_value_heads"] = config.NumKeyValueHeads,
            ["rms_norm_eps"] = config.RmsNormEps,
            ["rope_scaling"] = Scaling(config.Rope),
            ["rope_theta"] = config.Rope.Theta,
            ["tie_word_embeddings"] = config.TieWordEmbeddings,
            ["torch_dtype"] = dtype.TorchName(),
            ["use_cache"] = true,
            ["vocab_size"] = config.VocabSize,
        };
        foreach (var (key, id) in ids)
            members[key] = id?.DeepClone();
        ConfigWriter.WriteObject(Path.Combine(folder, "config.json"), members);
        ConfigWriter.WriteObject(Path.Combine(folder, "generation_config.json"), [KeyValuePair.Create("_from_model_config", (JsonNode?)true), .. ids]);
    }

    /// <summary>An id that is not known is null in config.json: absent would mean transformers' own, 1 and 2.</summary>
    private static KeyValuePair<string, JsonNode?>[] Ids(LlamaConfig config) =>
    [
        new("bos_token_id", config.BosTokenId),
        new("eos_token_id", config.EosTokenIds is [var only] ? only : config.EosTokenIds.Count == 0 ? null : new JsonArray([.. config.EosTokenIds.Select(id => (JsonNode)id)])),
        new("pad_token_id", config.PadTokenId),
    ];

    private static JsonObject? Scaling(RopeConfig rope) => rope.Type switch
    {
        RopeType.Default => null,
        RopeType.Linear => new() { ["rope_type"] = "linear", ["factor"] = rope.Factor },
        RopeType.Dynamic => new() { ["rope_type"] = "dynamic", ["factor"] = rope.Factor },
        RopeType.Llama3 => new()
        {
            ["rope_type"] = "llama3",
            ["factor"] = rope.Factor,
            ["low_freq_factor"] = rope.LowFreqFactor,
            ["high_freq_factor"] = rope.HighFreqFactor,
            ["original_max_position_embeddings"] = rope.OriginalMaxPositionEmbeddings,
        },
        _ => Yarn(rope),
    };

    private static JsonObject Yarn(RopeConfig rope)
    {
        var scaling = new JsonObject
        {
            ["rope_type"] = "yarn",
            ["factor"] = rope.Factor,
            ["original_max_position_embeddings"] = rope.OriginalMaxPositionEmbeddings,
            ["beta_fast"] = rope.BetaFast,
            ["beta_slow"] = rope.BetaSlow,
        };
        if (rope.AttentionFactor is { } factor)
            scaling["attention_factor"] = factor;
        return scaling;
    }
}
