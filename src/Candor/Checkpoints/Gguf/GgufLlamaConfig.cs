namespace Candor.Checkpoints.Gguf;

/// <summary>
/// Reads the configuration of a llama from a file's metadata, with llama.cpp's defaults. A feature that is not implemented is refused
/// with its key.
/// </summary>
internal static class GgufLlamaConfig
{
    /// <summary>The architecture's name, which its keys begin with.</summary>
    public const string Architecture = "llama";

    // The bounds of LlamaConfigReader.
    private const int MaxWidth = 1 << 24;
    private const int MaxLayers = 10_000;
    private const int MaxLength = 1 << 28;

    private const string Heads = "llama.attention.head_count";
    private const string HeadWidth = "llama.attention.key_length";

    /// <summary>Reads and checks the keys.</summary>
    /// <exception cref="InputException">The architecture is another, or a key is absent, wrong or unsupported.</exception>
    public static LlamaConfig Read(GgufFile file)
    {
        var metadata = file.Metadata;
        if (metadata.Text("general.architecture") is var architecture && architecture != Architecture)
            throw metadata.Wrong("general.architecture", $"\"{Architecture}\"", architecture is null ? "nothing" : ErrorText.Quote(architecture));
        var heads = metadata.RequiredInt(Heads, 1, MaxWidth);
        var hidden = metadata.RequiredInt("llama.embedding_length", 1, MaxWidth);
        var headDim = ReadHeadDim(metadata, hidden, heads);
        var positions = metadata.RequiredInt("llama.context_length", 1, MaxLength);
        RefuseUnsupported(metadata, positions);
        return new LlamaConfig
        {
            VocabSize = metadata.Int("llama.vocab_size", 1, MaxWidth) ?? EmbeddingRows(file),
            HiddenSize = hidden,
            IntermediateSize = metadata.RequiredInt("llama.feed_forward_length", 1, MaxWidth),
            NumHiddenLayers = metadata.RequiredInt("llama.block_count", 1, MaxLayers),
            NumAttentionHeads = heads,
            NumKeyValueHeads = KeyValueHeads(metadata, heads),
            HeadDim = headDim,
            MaxPositionEmbeddings = positions,
            RmsNormEps = metadata.Positive("llama.attention.layer_norm_rms_epsilon")
                ?? throw metadata.Wrong("llama.attention.layer_norm_rms_epsilon", "a number above 0", "nothing"),
            TieWordEmbeddings = !file.Tensors.ContainsKey(GgufNames.Output),
            AttentionBias = file.Tensors.ContainsKey(GgufNames.FirstBias("attn_q")),
            MlpBias = file.Tensors.ContainsKey(GgufNames.FirstBias("ffn_gate")),
            Rope = GgufRope.Read(file, headDim, positions),
            BosTokenId = Token(metadata, "bos"),
            EosTokenIds = Token(metadata, "eos") is { } eos ? [eos] : [],
            PadTokenId = Token(metadata, "padding"),
        };
    }

    private static int ReadHeadDim(GgufMetadata metadata, int hidden, int heads)
    {
        var given = metadata.Int(HeadWidth, 1, MaxWidth);
        if (given is null && hidden % heads != 0)
            throw metadata.Wrong(Heads, $"a divisor of llama.embedding_length {hidden} (there is no {HeadWidth})", $"{heads}");
        var headDim = given ?? hidden / heads;
        if (headDim % 2 != 0 || (long)headDim * heads > MaxWidth)
            throw metadata.Wrong(given is null ? Heads : HeadWidth, $"heads of an even width of at most {MaxWidth / heads}", $"a width of {headDim}");
        Same("llama.attention.value_length");
        Same("llama.rope.dimension_count");
        return headDim;

        void Same(string key)
        {
            if (metadata.Int(key, 1, MaxWidth) is { } other && other != headDim)
                throw metadata.Wrong(key, $"the width of a head, {headDim}", $"{other}");
        }
    }

    private static int KeyValueHeads(GgufMetadata metadata, int heads)
    {
        const string Key = "llama.attention.head_count_kv";
        var count = metadata.Int(Key, 1, MaxWidth) ?? heads;
        return heads % count == 0 ? count : throw metadata.Wrong(Key, $"a divisor of {Heads} {heads}", $"{count}");
    }

    private static void RefuseUnsupported(GgufMetadata metadata, int positions)
    {
        if (metadata.Int("llama.expert_count", 0, int.MaxValue) is > 0 and var experts)
            throw metadata.Wrong("llama.expert_count", "0 (mixtures of experts are not implemented)", $"{experts}");
        const string Window = "llama.attention.sliding_window";
        if (metadata.Int(Window, 0, int.MaxValue) is > 0 and var window && window < positions)
            throw metadata.Wrong(Window, $"0 or at least llama.context_length {positions} (windowed attention is not implemented)", $"{window}");
    }

    private static int EmbeddingRows(GgufFile file) => file.Tensors.TryGetValue(GgufNames.Embedding, out var embedding)
        && embedding.Shape is [> 0 and <= MaxWidth and var rows, _]
            ? (int)rows
            : throw new InputException($"{file.Path}: {GgufNames.Embedding}: expected an embedding of at most {MaxWidth} rows, found none");

    private static int? Token(GgufMetadata metadata, string name) => metadata.Int($"tokenizer.ggml.{name}_token_id", 0, int.MaxValue);
}
