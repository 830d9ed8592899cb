using Candor.Checkpoints;

namespace Candor.Torch.Quickstart;

/// <summary>A small vision tower and how it is trained.</summary>
public sealed record TowerOptions
{
    /// <summary>The tower's shape.</summary>
    public ClipVisionConfig Config { get; init; } = new()
    {
        HiddenSize = 64,
        IntermediateSize = 128,
        NumHiddenLayers = 4,
        NumAttentionHeads = 4,
        ImageSize = 32,
        PatchSize = 8,
    };

    /// <summary>Which hidden state is to tell what a picture shows, as <c>mm_vision_select_layer</c> counts.</summary>
    public int SelectLayer { get; init; } = -2;

    /// <summary>Passes over the pictures.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Pictures of an update.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>AdamW's peak rate; it rises over the first tenth of the updates and falls to zero by a cosine.</summary>
    public double LearningRate { get; init; } = 2e-3;

    /// <summary>Seed of weights and order.</summary>
    public int Seed { get; init; } = 1;
}
