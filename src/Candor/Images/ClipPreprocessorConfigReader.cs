using System.Text.Json;
using Candor.Checkpoints;

namespace Candor.Images;

/// <summary>
/// Reads <c>preprocessor_config.json</c> as <c>CLIPImageProcessor</c> of every version writes it, and the first form, where sizes are plain
/// numbers. Steps that are switched off and other filters than bicubic are refused. <c>do_convert_rgb</c> is not read: a picture is RGB
/// before it gets here.
/// </summary>
public static class ClipPreprocessorConfigReader
{
    /// <summary>Name of the file in a folder.</summary>
    public const string FileName = "preprocessor_config.json";

    private const int MaxSize = 4096;
    private const int Bicubic = 3;

    private static readonly string[] Steps = ["do_resize", "do_center_crop", "do_rescale", "do_normalize"];

    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="InputException">The file or a value is not accepted; the message names the key.</exception>
    public static ClipPreprocessorConfig Read(string path)
    {
        var file = ConfigObject.Read(path);
        foreach (var key in new[] { "image_processor_type", "feature_extractor_type" })
        {
            if (file.Text(key) is { } type && type is not ("CLIPImageProcessor" or "CLIPImageProcessorFast" or "CLIPFeatureExtractor"))
                throw file.Unsupported(key, "expected \"CLIPImageProcessor\"");
        }

        foreach (var step in Steps)
        {
            if (file.Bool(step) == false)
                throw file.Unsupported(step, "expected true: every step of CLIP's preprocessing is taken");
        }

        if (file.Int("resample", 0, 5) is not (null or Bicubic))
            throw file.Unsupported("resample", $"expected {Bicubic} (bicubic)");

        var defaults = new ClipPreprocessorConfig();
        return new ClipPreprocessorConfig
        {
            ShortestEdge = Size(file, "size", "shortest_edge", defaults.ShortestEdge),
            CropHeight = Size(file, "crop_size", "height", defaults.CropHeight),
            CropWidth = Size(file, "crop_size", "width", defaults.CropWidth),
            RescaleFactor = file.Positive("rescale_factor") ?? defaults.RescaleFactor,
            ImageMean = file.Numbers("image_mean", RgbImage.Channels) ?? defaults.ImageMean,
            ImageStd = Deviations(file) ?? defaults.ImageStd,
        };
    }

    /// <summary>A size under its own key of an object, or for all of them as one number.</summary>
    private static int Size(ConfigObject file, string key, string part, int absent)
    {
        if (!file.Has(key))
            return absent;
        return file.Element.GetProperty(key).ValueKind == JsonValueKind.Number
            ? file.RequiredInt(key, 1, MaxSize)
            : file.Object(key)!.Value.RequiredInt(part, 1, MaxSize);
    }

    private static IReadOnlyList<double>? Deviations(ConfigObject file)
    {
        var values = file.Numbers("image_std", RgbImage.Channels);
        return values is null || values.All(value => value > 0)
            ? values
            : throw file.Wrong("image_std", "3 numbers above 0", file.Element.GetProperty("image_std"));
    }
}
