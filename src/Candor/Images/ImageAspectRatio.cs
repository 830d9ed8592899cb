namespace Candor.Images;

/// <summary>What happens to a picture that is not square before it is resized: LLaVA's <c>image_aspect_ratio</c>.</summary>
public enum ImageAspectRatio
{
    /// <summary>Nothing: the centre is cropped after resizing (LLaVA v1.0's default).</summary>
    Square,

    /// <summary>It is centred on a square canvas of the mean colour, so that nothing is cropped (LLaVA 1.5).</summary>
    Pad,
}
