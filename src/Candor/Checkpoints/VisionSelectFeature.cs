namespace Candor.Checkpoints;

/// <summary>Which positions of a hidden state LLaVA takes: <c>mm_vision_select_feature</c>.</summary>
public enum VisionSelectFeature
{
    /// <summary><c>patch</c>: the patches without the class token.</summary>
    Patch,

    /// <summary><c>cls_patch</c>: the class token, then the patches.</summary>
    ClsPatch,
}
