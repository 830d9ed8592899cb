using Candor.Images;

namespace Candor.Checkpoints;

/// <summary>Reads LLaVA's own keys of <c>config.json</c>; the decoder's are <see cref="LlamaConfigReader"/>'s.</summary>
public static class LlavaConfigReader
{
    private const int MaxWidth = 1 << 20;
    private const int MaxLayers = 1000;

    /// <summary>Whether a file describes a LLaVA model.</summary>
    /// <exception cref="InputException">The file cannot be read.</exception>
    public static bool IsLlava(string path) => ConfigObject.Read(path).Text("model_type") is "llava" or "llava_llama";

    /// <summary>Reads and checks the decoder's and LLaVA's keys.</summary>
    /// <param name="path">A <c>config.json</c>.</param>
    /// <exception cref="InputException">The file, a value or a feature it asks for is not accepted; the message names the key.</exception>
    public static (LlamaConfig Language, LlavaConfig Llava) Read(string path)
    {
        var file = ConfigObject.Read(path);
        if (file.Text("mm_projector_type") is not (null or "linear"))
            throw file.Unsupported("mm_projector_type", "expected \"linear\"");
        var config = new LlavaConfig
        {
            MmVisionTower = file.Text("mm_vision_tower") ?? throw file.Missing("mm_vision_tower", "a vision tower's name or path"),
            MmHiddenSize = file.RequiredInt("mm_hidden_size", 1, MaxWidth),
            MmVisionSelectLayer = file.Int("mm_vision_select_layer", -MaxLayers, MaxLayers) ?? -2,
            MmVisionSelectFeature = Feature(file),
            ImageAspectRatio = AspectRatio(file),
            MmUseImStartEnd = file.Bool("mm_use_im_start_end") ?? false,
            MmUseImPatchToken = file.Bool("mm_use_im_patch_token") ?? true,
        };
        return (LlamaConfigReader.ReadDecoder(file), config);
    }

    private static VisionSelectFeature Feature(ConfigObject file) => file.Text("mm_vision_select_feature") switch
    {
        null or "patch" => VisionSelectFeature.Patch,
        "cls_patch" => VisionSelectFeature.ClsPatch,
        _ => throw file.Unsupported("mm_vision_select_feature", "expected \"patch\" or \"cls_patch\""),
    };

    private static ImageAspectRatio AspectRatio(ConfigObject file) => file.Text("image_aspect_ratio") switch
    {
        null or "square" => ImageAspectRatio.Square,
        "pad" => ImageAspectRatio.Pad,
        _ => throw file.Unsupported("image_aspect_ratio", "expected \"square\" or \"pad\""),
    };
}
