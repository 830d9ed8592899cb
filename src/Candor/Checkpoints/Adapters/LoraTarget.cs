namespace Candor.Checkpoints.Adapters;

/// <summary>The update of one module: W + Scale·B·A, for an embedding W + Scale·(B·A)ᵀ, with DoRA scaled to the magnitudes of its rows.</summary>
public sealed record LoraTarget
{
    /// <summary>The module's name in the base model, such as <c>model.layers.0.self_attn.q_proj</c>.</summary>
    public required string Module { get; init; }

    /// <summary>alpha / r, or alpha / √r.</summary>
    public required double Scale { get; init; }

    /// <summary>A: <c>[r, in]</c>; of an embedding <c>[r, vocabulary]</c>.</summary>
    public required TensorEntry A { get; init; }

    /// <summary>B: <c>[out, r]</c>; of an embedding <c>[hidden, r]</c>.</summary>
    public required TensorEntry B { get; init; }

    /// <summary>DoRA's magnitudes <c>[out]</c>, or null.</summary>
    public TensorEntry? Magnitude { get; init; }

    /// <summary>Bias of B <c>[out]</c>, added, scaled, to the module's own bias; or null.</summary>
    public TensorEntry? Bias { get; init; }

    /// <summary>Whether the module is the embedding.</summary>
    public bool IsEmbedding { get; init; }

    /// <summary>Name of the changed weight.</summary>
    public string WeightName => $"{Module}.weight";
}
