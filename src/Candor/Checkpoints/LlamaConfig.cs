namespace Candor.Checkpoints;

/// <summary>
/// What a Hugging Face <c>config.json</c> says about a LLaMA-shaped decoder (llama, and mistral without a reachable window), after every
/// era's spelling has been read. All values were checked against each other.
/// </summary>
public sealed record LlamaConfig
{
    /// <summary>Rows of the embedding and of the output matrix.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width of the gated feed-forward layer.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Number of decoder layers.</summary>
    public required int NumHiddenLayers { get; init; }

    /// <summary>Number of query heads.</summary>
    public required int NumAttentionHeads { get; init; }

    /// <summary>Number of key and value heads; divides <see cref="NumAttentionHeads"/>.</summary>
    public required int NumKeyValueHeads { get; init; }

    /// <summary>Width of one head; even. Usually, not always, HiddenSize / NumAttentionHeads.</summary>
    public required int HeadDim { get; init; }

    /// <summary>Longest input in tokens: <c>max_position_embeddings</c>, or an early conversion's <c>max_sequence_length</c>.</summary>
    public required int MaxPositionEmbeddings { get; init; }

    /// <summary>The ε inside RMSNorm's root.</summary>
    public double RmsNormEps { get; init; } = 1e-6;

    /// <summary>Activation of the gate: <c>silu</c>, <c>gelu</c>, <c>gelu_new</c>, <c>gelu_pytorch_tanh</c>, <c>relu</c>.</summary>
    public string HiddenAct { get; init; } = "silu";

    /// <summary>Whether the output matrix is the embedding.</summary>
    public bool TieWordEmbeddings { get; init; }

    /// <summary>Whether q, k, v and o projections have biases.</summary>
    public bool AttentionBias { get; init; }

    /// <summary>Whether gate, up and down projections have biases.</summary>
    public bool MlpBias { get; init; }

    /// <summary>Rotary position embedding.</summary>
    public RopeConfig Rope { get; init; } = new();

    /// <summary>The dtype the weights were saved in (<c>torch_dtype</c> or <c>dtype</c>), if the file says.</summary>
    public TensorDtype? TorchDtype { get; init; }

    /// <summary>Beginning-of-sequence id, if the file says.</summary>
    public int? BosTokenId { get; init; }

    /// <summary>End-of-sequence ids (a list in some files), empty if the file does not say.</summary>
    public IReadOnlyList<int> EosTokenIds { get; init; } = [];

    /// <summary>Padding id, if the file says and it is not negative.</summary>
    public int? PadTokenId { get; init; }
}
