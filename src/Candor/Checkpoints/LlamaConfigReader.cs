namespace Candor.Checkpoints;

/// <summary>
/// Reads <c>config.json</c> of a llama or mistral checkpoint as every version of transformers writes it. Keys that change nothing in a
/// forward pass are passed over; a feature that is not implemented is refused with its key. Follows transformers 5.23's
/// <c>LlamaConfig</c> and <c>MistralConfig</c>, except that the five sizes must be in the file.
/// </summary>
public static class LlamaConfigReader
{
    // Bounds on sizes: an order of magnitude above any published model, so that products fit in 64 bits and lists of names in memory.
    private const int MaxWidth = 1 << 24;
    private const int MaxLayers = 10_000;
    private const int MaxLength = 1 << 28;

    private const int LlamaMaxPositions = 2048;
    private const int MistralMaxPositions = 131072;
    private const int MistralKeyValueHeads = 8;
    private const int MistralWindow = 4096;

    /// <summary>Reads and checks the file.</summary>
    /// <param name="path">A <c>config.json</c>.</param>
    /// <exception cref="InputException">The file, a value or a feature it asks for is not accepted; the message names the key.</exception>
    public static LlamaConfig Read(string path) => Read(ConfigObject.Read(path));

    private static LlamaConfig Read(ConfigObject file)
    {
        var isMistral = file.Text("model_type") switch
        {
            "llama" => false,
            "mistral" => true,
            null => throw file.Missing("model_type", "\"llama\" or \"mistral\""),
            _ => throw file.Unsupported("model_type", "expected \"llama\" or \"mistral\""),
        };
        return Read(file, isMistral);
    }

    /// <summary>Reads the decoder of a model that is more than one: LLaVA writes the decoder's keys beside its own.</summary>
    internal static LlamaConfig ReadDecoder(ConfigObject file) => file.Text("model_type") switch
    {
        "llava" or "llava_llama" => Read(file, isMistral: false),
        "llava_mistral" => Read(file, isMistral: true),
        _ => Read(file),
    };

    /// <summary>Reads the decoder's keys, whatever the model type says.</summary>
    private static LlamaConfig Read(ConfigObject file, bool isMistral)
    {
        if (file.Has("quantization_config"))
            throw file.Unsupported("quantization_config", "quantized weights are not read; expected no such key");

        var heads = file.RequiredInt("num_attention_heads", 1, MaxWidth);
        var hidden = file.RequiredInt("hidden_size", 1, MaxWidth);
        var headDim = HeadDim(file, hidden, heads);
        var maxPositions = file.Int("max_position_embeddings", 1, MaxLength) ?? file.Int("max_sequence_length", 1, MaxLength)
            ?? (isMistral ? MistralMaxPositions : LlamaMaxPositions);
        if (isMistral)
            RefuseReachableWindow(file, maxPositions);

        return new LlamaConfig
        {
            VocabSize = file.RequiredInt("vocab_size", 1, MaxWidth),
            HiddenSize = hidden,
            IntermediateSize = file.RequiredInt("intermediate_size", 1, MaxWidth),
            NumHiddenLayers = file.RequiredInt("num_hidden_layers", 1, MaxLayers),
            NumAttentionHeads = heads,
            NumKeyValueHeads = KeyValueHeads(file, heads, isMistral),
            HeadDim = headDim,
            MaxPositionEmbeddings = maxPositions,
            RmsNormEps = file.Positive("rms_norm_eps") ?? 1e-6,
            HiddenAct = Activation(file),
            TieWordEmbeddings = file.Bool("tie_word_embeddings") ?? false,
            AttentionBias = !isMistral && (file.Bool("attention_bias") ?? false),
            MlpBias = !isMistral && (file.Bool("mlp_bias") ?? false),
            Rope = RopeConfigReader.Read(file, headDim, maxPositions),
            TorchDtype = Dtype(file, "dtype") ?? Dtype(file, "torch_dtype"),
            BosTokenId = file.Int("bos_token_id", int.MinValue, int.MaxValue) is >= 0 and var bos ? bos : null,
            EosTokenIds = [.. file.IntOrList("eos_token_id").Where(id => id >= 0)],
            PadTokenId = file.Int("pad_token_id", int.MinValue, int.MaxValue) is >= 0 and var pad ? pad : null,
        };
    }

    private static int HeadDim(ConfigObject file, int hidden, int heads)
    {
        var given = file.Int("head_dim", 1, MaxWidth);
        if (given is null && hidden % heads != 0)
            throw file.Unsupported("num_attention_heads", $"expected a divisor of hidden_size {hidden} (there is no head_dim)");
        var headDim = given ?? hidden / heads;
        if (headDim % 2 != 0)
            throw file.Unsupported("head_dim", $"expected an even width of a head (rotary embedding turns pairs), not {headDim}");
        return (long)headDim * heads <= MaxWidth ? headDim : throw file.Unsupported("head_dim", $"expected at most {MaxWidth / heads}");
    }

    private static int KeyValueHeads(ConfigObject file, int heads, bool isMistral)
    {
        // Mistral's default is 8, but an explicit null means one for each query head, as in llama.
        var absent = isMistral && !file.Element.TryGetProperty("num_key_value_heads", out _) ? MistralKeyValueHeads : heads;
        var count = file.Int("num_key_value_heads", 1, MaxWidth) ?? absent;
        return heads % count == 0
            ? count
            : throw file.Unsupported("num_key_value_heads", $"expected a divisor of num_attention_heads {heads}");
    }

    private static void RefuseReachableWindow(ConfigObject file, int maxPositions)
    {
        var saysNone = file.Element.TryGetProperty("sliding_window", out _) && !file.Has("sliding_window");
        var window = file.Int("sliding_window", 1, int.MaxValue) ?? MistralWindow;
        if (!saysNone && window < maxPositions)
        {
            throw file.Unsupported(
                "sliding_window",
                $"windowed attention is not implemented; expected null or at least max_position_embeddings {maxPositions} (absent means {MistralWindow})");
        }
    }

    private static string Activation(ConfigObject file) => file.Text("hidden_act") switch
    {
        null or "silu" or "swish" => "silu",
        "gelu" or "gelu_new" or "gelu_pytorch_tanh" or "relu" => file.Text("hidden_act")!,
        _ => throw file.Unsupported("hidden_act", "expected silu, gelu, gelu_new, gelu_pytorch_tanh or relu"),
    };

    private static TensorDtype? Dtype(ConfigObject file, string key)
    {
        var name = file.Text(key);
        if (name is null)
            return null;
        var plain = name.StartsWith("torch.", StringComparison.Ordinal) ? name["torch.".Length..] : name;
        return TensorDtypes.FromTorch(plain) ?? throw file.Unsupported(key, "expected a torch dtype such as \"float16\"");
    }
}
