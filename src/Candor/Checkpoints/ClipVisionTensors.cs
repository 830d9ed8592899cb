namespace Candor.Checkpoints;

/// <summary>Names and shapes of a CLIP vision tower's weights, as <c>CLIPVisionModel</c> of transformers 4 saves them.</summary>
public static class ClipVisionTensors
{
    /// <summary>What all names begin with.</summary>
    public const string Prefix = "vision_model.";

    /// <summary>The class token's embedding, <c>[hidden]</c>.</summary>
    public const string ClassEmbedding = $"{Prefix}{ClassEmbeddingName}";

    /// <summary>The convolution that makes a vector of a patch, <c>[hidden, 3, patch, patch]</c>.</summary>
    public const string PatchEmbedding = $"{Prefix}embeddings.patch_embedding.weight";

    /// <summary>Embedding of positions, <c>[positions, hidden]</c>.</summary>
    public const string PositionEmbedding = $"{Prefix}embeddings.position_embedding.weight";

    private const string ClassEmbeddingName = "embeddings.class_embedding";

    /// <summary>All weights the configuration calls for.</summary>
    public static IEnumerable<ExpectedTensor> Expected(ClipVisionConfig config)
    {
        long hidden = config.HiddenSize, patch = config.PatchSize;
        yield return new(ClassEmbedding, [hidden]);
        yield return new(PatchEmbedding, [hidden, 3, patch, patch]);
        yield return new(PositionEmbedding, [config.PositionCount, hidden]);
        // The misspelling is the reference's.
        foreach (var tensor in Affine($"{Prefix}pre_layrnorm", hidden))
            yield return tensor;
        for (var layer = 0; layer < config.NumHiddenLayers; layer++)
        {
            foreach (var (name, shape) in Layer(config))
                yield return new($"{Prefix}encoder.layers.{layer}.{name}", shape);
        }

        foreach (var tensor in Affine($"{Prefix}post_layernorm", hidden))
            yield return tensor;
    }

    /// <summary>Whether a stored tensor is a table that models compute for themselves: the positions 0, 1, 2…</summary>
    public static bool IsIgnored(string name) => name.EndsWith(".embeddings.position_ids", StringComparison.Ordinal);

    /// <summary>What stands before a tower's names in a checkpoint, found by its class embedding; null where there is no tower.</summary>
    public static string? FindPrefix(IEnumerable<string> names) =>
        names.Where(name => name == ClassEmbeddingName || name.EndsWith($".{ClassEmbeddingName}", StringComparison.Ordinal))
            .Select(name => name[..^ClassEmbeddingName.Length])
            .Min(StringComparer.Ordinal);

    private static IEnumerable<ExpectedTensor> Layer(ClipVisionConfig config)
    {
        long hidden = config.HiddenSize, inner = config.IntermediateSize;
        return
        [
            .. Affine("layer_norm1", hidden),
            .. Affine("layer_norm2", hidden),
            .. Affine("self_attn.q_proj", hidden, hidden),
            .. Affine("self_attn.k_proj", hidden, hidden),
            .. Affine("self_attn.v_proj", hidden, hidden),
            .. Affine("self_attn.out_proj", hidden, hidden),
            .. Affine("mlp.fc1", inner, hidden),
            .. Affine("mlp.fc2", hidden, inner),
        ];
    }

    private static IEnumerable<ExpectedTensor> Affine(string name, params long[] shape) =>
        [new($"{name}.weight", shape), new($"{name}.bias", [shape[0]])];
}
