namespace Candor.Checkpoints.Inspection;

/// <summary>The vision parts of a LLaVA checkpoint, by the names of its <c>config.json</c>, and their weights.</summary>
public sealed record VisionReport
{
    /// <summary><c>mm_vision_tower</c>: the name or path of the CLIP model.</summary>
    public string? MmVisionTower { get; init; }

    /// <summary><c>mm_vision_select_layer</c>: which hidden state of the tower is used.</summary>
    public int? MmVisionSelectLayer { get; init; }

    /// <summary><c>mm_vision_select_feature</c>: <c>patch</c> or <c>cls_patch</c>.</summary>
    public string? MmVisionSelectFeature { get; init; }

    /// <summary><c>mm_projector_type</c>; absent in LLaVA v1.0, where it is one linear layer.</summary>
    public string? MmProjectorType { get; init; }

    /// <summary><c>mm_use_im_start_end</c>: whether tokens stand around an image.</summary>
    public bool? MmUseImStartEnd { get; init; }

    /// <summary>Weights of the projector.</summary>
    public required PartReport Projector { get; init; }

    /// <summary>Weights of the tower; none where the checkpoint relies on the original.</summary>
    public required PartReport Tower { get; init; }
}
