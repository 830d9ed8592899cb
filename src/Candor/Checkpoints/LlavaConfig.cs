using Candor.Images;

namespace Candor.Checkpoints;

/// <summary>What a LLaVA v1.0 model's <c>config.json</c> says beside the decoder's own keys: how it sees.</summary>
public sealed record LlavaConfig
{
    /// <summary><c>mm_vision_tower</c>: name or path of the tower.</summary>
    public required string MmVisionTower { get; init; }

    /// <summary><c>mm_hidden_size</c>: width of the tower's features.</summary>
    public required int MmHiddenSize { get; init; }

    /// <summary><c>mm_vision_select_layer</c>: which hidden state of the tower.</summary>
    public int MmVisionSelectLayer { get; init; } = -2;

    /// <summary><c>mm_vision_select_feature</c>: which positions of it.</summary>
    public VisionSelectFeature MmVisionSelectFeature { get; init; } = VisionSelectFeature.Patch;

    /// <summary><c>image_aspect_ratio</c>: what happens to pictures that are not square.</summary>
    public ImageAspectRatio ImageAspectRatio { get; init; } = ImageAspectRatio.Square;

    /// <summary><c>mm_use_im_start_end</c>: whether <c>&lt;im_start&gt;</c> and <c>&lt;im_end&gt;</c> stand around pictures.</summary>
    public bool MmUseImStartEnd { get; init; }

    /// <summary><c>mm_use_im_patch_token</c>: whether the vocabulary has <c>&lt;im_patch&gt;</c>.</summary>
    public bool MmUseImPatchToken { get; init; } = true;
}
