using System.Globalization;

namespace Candor.Checkpoints.Gguf;

/// <summary>Names of a llama's tensors: llama.cpp's in the file, Hugging Face's everywhere else.</summary>
internal static class GgufNames
{
    /// <summary>The embedding.</summary>
    public const string Embedding = "token_embd.weight";

    /// <summary>The output matrix; absent where it is the embedding.</summary>
    public const string Output = "output.weight";

    /// <summary>Factors on rotary wavelengths: LLaMA 3's scaling as llama.cpp stores it.</summary>
    public const string RopeFactors = "rope_freqs.weight";

    private const string BlockPrefix = "blk.";

    /// <summary>The name under which transformers knows a tensor; the name itself where it knows none.</summary>
    public static string ToHuggingFace(string name) => name switch
    {
        Embedding => LlamaTensors.Embedding,
        Output => LlamaTensors.Head,
        "output_norm.weight" => "model.norm.weight",
        _ => TryBlock(name, out var layer, out var module, out var kind) && Module(module) is { } known
            ? $"model.layers.{layer}.{known}.{kind}"
            : name,
    };

    /// <summary>
    /// The heads whose rows llama.cpp has reordered, or null: it stores the two halves of each rotary pair of q and k side by side, while
    /// Hugging Face has all first halves before all second ones.
    /// </summary>
    public static int? ReorderedHeads(string name, LlamaConfig config) => TryBlock(name, out _, out var module, out _) ? module switch
    {
        "attn_q" => config.NumAttentionHeads,
        "attn_k" => config.NumKeyValueHeads,
        _ => null,
    }
    : null;

    /// <summary>The names of biases in the first block: whether a module has one is the same for all blocks.</summary>
    public static string FirstBias(string module) => $"{BlockPrefix}0.{module}.bias";

    private static string? Module(string module) => module switch
    {
        "attn_norm" => "input_layernorm",
        "attn_q" => "self_attn.q_proj",
        "attn_k" => "self_attn.k_proj",
        "attn_v" => "self_attn.v_proj",
        "attn_output" => "self_attn.o_proj",
        "ffn_norm" => "post_attention_layernorm",
        "ffn_gate" => "mlp.gate_proj",
        "ffn_up" => "mlp.up_proj",
        "ffn_down" => "mlp.down_proj",
        _ => null,
    };

    /// <summary>Splits <c>blk.12.attn_q.weight</c>.</summary>
    private static bool TryBlock(string name, out int layer, out string module, out string kind)
    {
        var parts = name.Split('.');
        (layer, module, kind) = (0, "", "");
        if (parts is not ["blk", var number, var middle, "weight" or "bias"]
            || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out layer)
            || layer.ToString(CultureInfo.InvariantCulture) != number)
        {
            return false;
        }

        (module, kind) = (middle, parts[3]);
        return true;
    }
}
