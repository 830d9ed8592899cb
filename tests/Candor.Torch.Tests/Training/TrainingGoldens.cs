using System.Globalization;
using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Tokenization;
using Candor.Torch.Weights;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Training;

/// <summary>Where the reference's trajectories lie and what they start from, of both sizes: small, in every clone, and shared.</summary>
internal static class TrainingGoldens
{
    private static readonly double[] s_mean = [0.48145466, 0.4578275, 0.40821073];
    private static readonly double[] s_deviation = [0.26862954, 0.26130258, 0.27577711];

    public static string Path(string size, params string[] parts) =>
        size == "small" ? Goldens.Committed(["small", .. parts]) : Goldens.Shared(["goldens", .. parts]);

    public static bool Exists(string size) => size == "small" || Goldens.SharedRoot is not null;

    /// <summary>Side of the tower's input.</summary>
    public static int ImageSize(string size) => size == "small" ? 28 : 56;

    /// <summary>The tokenizer of these runs: special tokens declared as objects.</summary>
    public static IExtendableTokenizer Tokenizer(string size)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "tokenizer.model", "tokenizer_config.json" })
            File.Copy(Path(size, "models", "tiny-llama", name), folder.File(name));
        File.Copy(Path(size, "labels", "tokenizer", "special_tokens_map.json"), folder.File("special_tokens_map.json"));
        return (IExtendableTokenizer)TokenizerLoader.Load(folder.FullPath);
    }

    /// <summary>Preprocessed pictures from the reference's own bytes, [3, S, S].</summary>
    public static unsafe float[] Pixels(string size, string image)
    {
        int side = ImageSize(size);
        using var file = SafetensorsFile.Open(Path(size, "clip", "u8.safetensors"));
        var key = string.Create(CultureInfo.InvariantCulture, $"{image}/{side}");
        var bytes = new ReadOnlySpan<byte>((void*)file.View(key).Address, 3 * side * side);
        var isChannelsFirst = file.Tensors[key].Shape[0] == 3;
        var values = new float[bytes.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int channel = i / (side * side), pixel = i % (side * side);
            int value = bytes[isChannelsFirst ? i : (pixel * 3) + channel];
            values[i] = ((float)(value * (1 / 255.0)) - (float)s_mean[channel]) / (float)s_deviation[channel];
        }

        return values;
    }

    public static bool Flag(JsonElement options, string name) => options.TryGetProperty(name, out var value) && value.GetBoolean();

    public static double Number(JsonElement options, string name) => options.GetProperty(name).GetDouble();

    /// <summary>A stored tensor as fp32.</summary>
    public static Tensor Read(ITensorSource file, string name)
    {
        var target = empty([.. file.Tensors[name].Shape], dtype: ScalarType.Float32);
        new WeightReader(file, ScalarType.Float32).ReadInto(name, target);
        return target;
    }

    /// <summary>A stored list of 64-bit integers.</summary>
    public static unsafe long[] Longs(ITensorSource file, string name) =>
        new ReadOnlySpan<long>((void*)file.View(name).Address, (int)file.Tensors[name].ElementCount).ToArray();

    /// <summary>Largest absolute difference.</summary>
    public static double Distance(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        return (expected - actual).abs().max().item<float>();
    }
}
