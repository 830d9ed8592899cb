namespace Candor.Checkpoints;

/// <summary>
/// What a Hugging Face <c>config.json</c> says about a CLIP vision tower (Radford et al. 2021). The defaults are those of
/// <c>CLIPVisionConfig</c>, which a file may leave out.
/// </summary>
public sealed record ClipVisionConfig
{
    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 768;

    /// <summary>Width of the feed-forward layer.</summary>
    public int IntermediateSize { get; init; } = 3072;

    /// <summary>Number of encoder layers.</summary>
    public int NumHiddenLayers { get; init; } = 12;

    /// <summary>Number of heads; divides <see cref="HiddenSize"/>.</summary>
    public int NumAttentionHeads { get; init; } = 12;

    /// <summary>Rows and columns of the input, in pixels.</summary>
    public int ImageSize { get; init; } = 224;

    /// <summary>Rows and columns of a patch, in pixels; at most <see cref="ImageSize"/>.</summary>
    public int PatchSize { get; init; } = 32;

    /// <summary>Activation of the feed-forward layer: <c>quick_gelu</c> or <c>gelu</c>.</summary>
    public string HiddenAct { get; init; } = "quick_gelu";

    /// <summary>The ε of layer normalisation.</summary>
    public double LayerNormEps { get; init; } = 1e-5;

    /// <summary>Number of patches: whole ones that fit the input.</summary>
    public int PatchCount => ImageSize / PatchSize * (ImageSize / PatchSize);

    /// <summary>Number of positions: the class token, then the patches row by row.</summary>
    public int PositionCount => PatchCount + 1;
}
