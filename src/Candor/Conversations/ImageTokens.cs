namespace Candor.Conversations;

/// <summary>The marks that LLaVA puts into texts, token ids and labels.</summary>
public static class ImageTokens
{
    /// <summary>The id that stands for a picture's features until they are spliced in.</summary>
    public const int ImageIndex = -200;

    /// <summary>The label of a position that is not trained.</summary>
    public const int IgnoreIndex = -100;

    /// <summary>Where the picture belongs, in a text.</summary>
    public const string Image = "<image>";

    /// <summary>The added token of <c>mm_use_im_patch_token</c>; it never occurs in a text.</summary>
    public const string Patch = "<im_patch>";

    /// <summary>The added token before a picture, with <c>mm_use_im_start_end</c>.</summary>
    public const string Start = "<im_start>";

    /// <summary>The added token after a picture, with <c>mm_use_im_start_end</c>.</summary>
    public const string End = "<im_end>";

    /// <summary>The padding token that version v0 adds.</summary>
    public const string Pad = "[PAD]";
}
