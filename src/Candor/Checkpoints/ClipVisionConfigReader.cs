namespace Candor.Checkpoints;

/// <summary>
/// Reads the vision tower's part of <c>config.json</c>: of a bare tower (<c>clip_vision_model</c>) or of a whole CLIP (<c>clip</c>, under
/// <c>vision_config</c>). Follows <c>CLIPVisionConfig</c> of transformers; keys that change nothing in a forward pass are passed over.
/// </summary>
public static class ClipVisionConfigReader
{
    // An order of magnitude above any published tower, so that products fit in 64 bits and lists of names in memory.
    private const int MaxWidth = 1 << 20;
    private const int MaxLayers = 1000;
    private const int MaxPixels = 4096;
    private const int ColorChannels = 3;

    /// <summary>Reads and checks the file.</summary>
    /// <param name="path">A <c>config.json</c>.</param>
    /// <exception cref="InputException">The file, a value or a feature it asks for is not accepted; the message names the key.</exception>
    public static ClipVisionConfig Read(string path)
    {
        var file = ConfigObject.Read(path);
        return file.Text("model_type") switch
        {
            "clip_vision_model" => Read(file),
            "clip" => Read(file.Object("vision_config") ?? throw file.Missing("vision_config", "an object")),
            null => throw file.Missing("model_type", "\"clip\" or \"clip_vision_model\""),
            _ => throw file.Unsupported("model_type", "expected \"clip\" or \"clip_vision_model\""),
        };
    }

    private static ClipVisionConfig Read(ConfigObject file)
    {
        if (file.Int("num_channels", 1, MaxWidth) is not (null or ColorChannels))
            throw file.Unsupported("num_channels", $"expected {ColorChannels}");
        var defaults = new ClipVisionConfig();
        var config = new ClipVisionConfig
        {
            HiddenSize = file.Int("hidden_size", 1, MaxWidth) ?? defaults.HiddenSize,
            IntermediateSize = file.Int("intermediate_size", 1, MaxWidth) ?? defaults.IntermediateSize,
            NumHiddenLayers = file.Int("num_hidden_layers", 1, MaxLayers) ?? defaults.NumHiddenLayers,
            NumAttentionHeads = file.Int("num_attention_heads", 1, MaxWidth) ?? defaults.NumAttentionHeads,
            ImageSize = file.Int("image_size", 1, MaxPixels) ?? defaults.ImageSize,
            PatchSize = file.Int("patch_size", 1, MaxPixels) ?? defaults.PatchSize,
            HiddenAct = file.Text("hidden_act") ?? defaults.HiddenAct,
            LayerNormEps = file.Positive("layer_norm_eps") ?? defaults.LayerNormEps,
        };
        if (config.HiddenSize % config.NumAttentionHeads != 0)
            throw file.Unsupported("num_attention_heads", $"expected a divisor of hidden_size {config.HiddenSize}");
        if (config.PatchSize > config.ImageSize)
            throw file.Unsupported("patch_size", $"expected at most image_size {config.ImageSize}");
        return config.HiddenAct is "quick_gelu" or "gelu" ? config : throw file.Unsupported("hidden_act", "expected quick_gelu or gelu");
    }
}
