using Candor.Checkpoints;
using Candor.Images;
using Candor.Randomness;
using Candor.Torch.Models;
using Candor.Torch.Training;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Quickstart;

/// <summary>A small vision tower at its start and as files.</summary>
internal static class TowerFiles
{
    private const double InitializerRange = 0.02;

    /// <summary>Resizes and crops to a tower's size, with CLIP's own mean and deviation.</summary>
    public static ClipPreprocessorConfig Preprocessor(int size) => new() { ShortestEdge = size, CropHeight = size, CropWidth = size };

    /// <summary>A tower of random matrices, norms of ones and biases of zeros.</summary>
    public static ClipVision Random(ClipVisionConfig config, NumpyGenerator generator)
    {
        using var scope = NewDisposeScope();
        using var source = new TensorSource(
            ClipVisionTensors.Expected(config).Select(tensor => KeyValuePair.Create(tensor.Name, Start(tensor, config, generator))));
        return ClipVisionWeights.Load(config, source, ComputeDtype.Float32);
    }

    /// <summary>Writes weights, <c>config.json</c> and <c>preprocessor_config.json</c>.</summary>
    public static void Write(string folder, ClipVision tower)
    {
        Directory.CreateDirectory(folder);
        using var scope = NewDisposeScope();
        // The last norm, which no hidden state passes, stays as it starts.
        var last = ClipVisionTensors.Expected(tower.Config).TakeLast(2).Select((tensor, place) =>
            KeyValuePair.Create(tensor.Name, place == 0 ? ones([.. tensor.Shape]) : zeros([.. tensor.Shape])));
        using var weights = new TensorSource(tower.named_parameters()
            .Select(pair => KeyValuePair.Create(StoredName(pair.name), (Tensor)pair.parameter)).Concat(last));
        SafetensorsWriter.WriteModel(folder, weights);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config(tower.Config));
        File.WriteAllText(Path.Combine(folder, ClipPreprocessorConfigReader.FileName), PreprocessorText(tower.Config.ImageSize));
    }

    private static Tensor Start(ExpectedTensor tensor, ClipVisionConfig config, NumpyGenerator generator)
    {
        long[] shape = [.. tensor.Shape];
        if (tensor.Name.Contains("embeddings", StringComparison.Ordinal))
            return RandomStart.Normal(shape, InitializerRange, generator);
        if (tensor.Name.EndsWith("bias", StringComparison.Ordinal))
            return zeros(shape);
        return shape.Length == 1 ? ones(shape) : RandomStart.Normal(shape, 1 / Math.Sqrt(shape[^1]), generator);
    }

    private static string StoredName(string name)
    {
        var moved = name.StartsWith("layers.", StringComparison.Ordinal) ? "encoder." + name : name;
        var isMatrix = name is "embeddings.patch_embedding" or "embeddings.position_embedding";
        return ClipVisionTensors.Prefix + moved + (isMatrix ? ".weight" : "");
    }

    private static string Config(ClipVisionConfig config) => ConfigText.Of(new SortedDictionary<string, object>(StringComparer.Ordinal)
    {
        ["architectures"] = ConfigText.One("CLIPVisionModel"),
        ["hidden_act"] = config.HiddenAct,
        ["hidden_size"] = config.HiddenSize,
        ["image_size"] = config.ImageSize,
        ["intermediate_size"] = config.IntermediateSize,
        ["layer_norm_eps"] = config.LayerNormEps,
        ["model_type"] = "clip_vision_model",
        ["num_attention_heads"] = config.NumAttentionHeads,
        ["num_channels"] = 3,
        ["num_hidden_layers"] = config.NumHiddenLayers,
        ["patch_size"] = config.PatchSize,
        ["torch_dtype"] = "float32",
    });

    private static string PreprocessorText(int size)
    {
        var preprocessor = Preprocessor(size);
        return ConfigText.Of(new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["crop_size"] = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["height"] = size, ["width"] = size },
            ["do_center_crop"] = true,
            ["do_convert_rgb"] = true,
            ["do_normalize"] = true,
            ["do_rescale"] = true,
            ["do_resize"] = true,
            ["image_mean"] = preprocessor.ImageMean,
            ["image_processor_type"] = "CLIPImageProcessor",
            ["image_std"] = preprocessor.ImageStd,
            ["resample"] = 3,
            ["rescale_factor"] = preprocessor.RescaleFactor,
            ["size"] = new SortedDictionary<string, int>(StringComparer.Ordinal) { ["shortest_edge"] = size },
        });
    }
}
