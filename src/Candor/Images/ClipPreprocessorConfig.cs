namespace Candor.Images;

/// <summary>What a <c>preprocessor_config.json</c> of CLIP says; the defaults are OpenAI's at 224 pixels.</summary>
public sealed record ClipPreprocessorConfig
{
    /// <summary>Length of the shorter edge after resizing, in pixels (<c>size.shortest_edge</c>).</summary>
    public int ShortestEdge { get; init; } = 224;

    /// <summary>Rows of the centre crop (<c>crop_size.height</c>).</summary>
    public int CropHeight { get; init; } = 224;

    /// <summary>Columns of the centre crop (<c>crop_size.width</c>).</summary>
    public int CropWidth { get; init; } = 224;

    /// <summary>What a byte is multiplied by (<c>rescale_factor</c>).</summary>
    public double RescaleFactor { get; init; } = 1 / 255.0;

    /// <summary>Mean of red, green and blue after rescaling.</summary>
    public IReadOnlyList<double> ImageMean { get; init; } = [0.48145466, 0.4578275, 0.40821073];

    /// <summary>Standard deviation of red, green and blue after rescaling.</summary>
    public IReadOnlyList<double> ImageStd { get; init; } = [0.26862954, 0.26130258, 0.27577711];
}
