namespace Candor.Torch.Quickstart;

/// <summary>The size of a small LLaMA.</summary>
public sealed record LanguageShape
{
    /// <summary>Width of the residual stream.</summary>
    public int HiddenSize { get; init; } = 128;

    /// <summary>Width of the feed-forward layers.</summary>
    public int IntermediateSize { get; init; } = 256;

    /// <summary>Decoder layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 4;
}
