using System.Runtime.InteropServices;
using Candor.Checkpoints;

namespace Candor.TestSupport;

/// <summary>Writes a Hugging Face checkpoint as llama.cpp's converter would, without quantising.</summary>
public static class GgufModels
{
    private static readonly (string HuggingFace, string Gguf)[] Modules =
    [
        ("input_layernorm", "attn_norm"), ("post_attention_layernorm", "ffn_norm"),
        ("self_attn.q_proj", "attn_q"), ("self_attn.k_proj", "attn_k"), ("self_attn.v_proj", "attn_v"), ("self_attn.o_proj", "attn_output"),
        ("mlp.gate_proj", "ffn_gate"), ("mlp.up_proj", "ffn_up"), ("mlp.down_proj", "ffn_down"),
    ];

    /// <summary>All metadata and tensors of a checkpoint.</summary>
    public static GgufBuilder Of(ICheckpoint checkpoint, uint version = 3)
    {
        var builder = Metadata(checkpoint.Config, version);
        foreach (var entry in checkpoint.Tensors.Values)
        {
            var values = Floats(checkpoint, entry.Name);
            var name = GgufName(entry.Name);
            int? heads = name.Contains(".attn_q.") ? checkpoint.Config.NumAttentionHeads
                : name.Contains(".attn_k.") ? checkpoint.Config.NumKeyValueHeads
                : null;
            builder.Tensor(name, [.. entry.Shape], heads is { } count ? Reorder(values, count, (int)entry.Shape[0]) : values);
        }

        return builder;
    }

    /// <summary>The metadata of a configuration.</summary>
    public static GgufBuilder Metadata(LlamaConfig config, uint version = 3)
    {
        var builder = new GgufBuilder { Version = version }
            .Add("general.architecture", "llama")
            .Add("llama.vocab_size", (uint)config.VocabSize)
            .Add("llama.context_length", (uint)config.MaxPositionEmbeddings)
            .Add("llama.embedding_length", (uint)config.HiddenSize)
            .Add("llama.block_count", (uint)config.NumHiddenLayers)
            .Add("llama.feed_forward_length", (uint)config.IntermediateSize)
            .Add("llama.attention.head_count", (uint)config.NumAttentionHeads)
            .Add("llama.attention.head_count_kv", (uint)config.NumKeyValueHeads)
            .Add("llama.attention.key_length", (uint)config.HeadDim)
            .Add("llama.attention.layer_norm_rms_epsilon", (float)config.RmsNormEps)
            .Add("llama.rope.freq_base", (float)config.Rope.Theta)
            .Add("llama.rope.dimension_count", (uint)config.HeadDim);
        if (config.Rope.Type is RopeType.Linear or RopeType.Yarn)
        {
            builder.Add("llama.rope.scaling.type", config.Rope.Type == RopeType.Yarn ? "yarn" : "linear")
                .Add("llama.rope.scaling.factor", (float)config.Rope.Factor);
        }

        if (config.Rope is { Type: RopeType.Yarn, OriginalMaxPositionEmbeddings: { } length })
            builder.Add("llama.rope.scaling.original_context_length", (uint)length);
        return builder;
    }

    /// <summary>The values of a tensor as float32.</summary>
    public static unsafe float[] Floats(ITensorSource source, string name)
    {
        var view = source.View(name);
        var bytes = new ReadOnlySpan<byte>((void*)view.Address, (int)view.ByteLength);
        return source.Tensors[name].Dtype switch
        {
            TensorDtype.Float32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            TensorDtype.Float16 => [.. MemoryMarshal.Cast<byte, Half>(bytes).ToArray().Select(value => (float)value)],
            TensorDtype.BFloat16 => [.. MemoryMarshal.Cast<byte, ushort>(bytes).ToArray().Select(value => BitConverter.UInt32BitsToSingle((uint)value << 16))],
            var dtype => throw new ArgumentException($"{name}: {dtype}", nameof(name)),
        };
    }

    private static string GgufName(string name) => name switch
    {
        LlamaTensors.Embedding => "token_embd.weight",
        LlamaTensors.Head => "output.weight",
        "model.norm.weight" => "output_norm.weight",
        _ => Modules.Aggregate(name.Replace("model.layers.", "blk."), (text, pair) => text.Replace(pair.HuggingFace, pair.Gguf)),
    };

    /// <summary>llama.cpp's permute: of each head's rows, the two halves are interleaved.</summary>
    private static float[] Reorder(float[] values, int heads, int rows)
    {
        int columns = values.Length / rows, height = rows / heads;
        var result = new float[values.Length];
        for (var row = 0; row < rows; row++)
        {
            int head = row / height, within = row % height, half = within / (height / 2), pair = within % (height / 2);
            Array.Copy(values, row * columns, result, ((head * height) + (2 * pair) + half) * columns, columns);
        }

        return result;
    }
}
