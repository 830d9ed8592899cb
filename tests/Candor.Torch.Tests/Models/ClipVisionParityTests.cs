using Candor.Checkpoints;
using Candor.Images;
using Candor.TestSupport;
using Candor.Torch.Models;
using Candor.Torch.Tests.Support;
using Candor.Torch.Weights;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Models;

/// <summary>Hidden states and features of transformers 4.31 over the tiny towers, from the picture files on.</summary>
public sealed class ClipVisionParityTests
{
    private const float Tolerance = 1e-5f;

    /// <summary>States reach 7, where bfloat16 has steps of 1/32; the reference's own bfloat16 is 0.064 from its float32.</summary>
    private const float NativeBFloat16Tolerance = 0.1f;

    public static TheoryData<string, string> Outputs { get; } = new MatrixTheoryData<string, string>(
        ["small", "shared"],
        ["hidden_states.0", "hidden_states.1", "hidden_states.2", "hidden_states.3", "features.patch", "features.cls_patch"]);

    [Theory]
    [MemberData(nameof(Outputs))]
    public void OutputOfTheTower(string set, string output)
    {
        using var model = Load(Tower(set));
        using var scope = NewDisposeScope();
        var actual = output.Split('.') switch
        {
            ["hidden_states", var index] => model.HiddenStates(Pixels(set))[int.Parse(index)],
            [_, "patch"] => model.Features(Pixels(set), -2, VisionSelectFeature.Patch),
            _ => model.Features(Pixels(set), -2, VisionSelectFeature.ClsPatch),
        };
        Assert.Equal([2, output == "features.patch" ? 16 : 17, 32], actual.shape);
        Assert.InRange(ExpectedTensors.Distance(ExpectedTensors.Read(Expected(set))[output], Rows(actual)), 0, Tolerance);
    }

    [Fact]
    public void PixelsAreTheReferencesToTheBit() =>
        Assert.Equal(0, ExpectedTensors.Distance(ExpectedTensors.Read(Expected("small"))["pixels"], Rows(Pixels("small"))));

    [Fact]
    public void ALlavaModelsOwnTowerGivesTheSame()
    {
        using var scope = NewDisposeScope();
        using var alone = Load(Tower("small"));
        var llava = Goldens.Committed("small", "models", "tiny-llava", "model.safetensors");
        using var source = new ClipVisionSource(SafetensorsFile.Open(llava), alone.Config, llava);
        using var inside = ClipVisionWeights.Load(alone.Config, source, ComputeDtype.Float32);
        var pixels = Pixels("small");
        Assert.Equal(Rows(alone.HiddenStates(pixels)[^1]), Rows(inside.HiddenStates(pixels)[^1]));
    }

    [Theory]
    [InlineData(-4, 0)]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(3, 3)]
    public void ALayerIsCountedFromEitherEnd(int selectLayer, int state)
    {
        using var model = Load(Tower("small"));
        using var scope = NewDisposeScope();
        var pixels = Pixels("small");
        Assert.Equal(Rows(model.HiddenStates(pixels)[state]), Rows(model.Features(pixels, selectLayer, VisionSelectFeature.ClsPatch)));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-5)]
    public void ALayerThatIsNotThereIsRefused(int selectLayer)
    {
        using var model = Load(Tower("small"));
        using var pixels = Pixels("small");
        var error = Assert.Throws<InputException>(() => model.Features(pixels, selectLayer, VisionSelectFeature.Patch));
        Assert.Equal(
            $"mm_vision_select_layer: expected a number from -4 to 3 (a tower of 3 layers), found {selectLayer}",
            error.Message);
    }

    [Fact]
    public void FeaturesComeInTheTypeOfThePixels()
    {
        using var model = Load(Tower("small"), ComputeDtype.BFloat16);
        using var scope = NewDisposeScope();
        var features = model.Features(Pixels("small"), -2, VisionSelectFeature.Patch);
        Assert.Equal(ScalarType.BFloat16, model.ComputeType);
        Assert.Equal(ScalarType.Float32, features.dtype);
        var distance = ExpectedTensors.Distance(ExpectedTensors.Read(Expected("small"))["features.patch"], Rows(features));
        Assert.InRange(distance, 0, NativeBFloat16Tolerance);
    }

    [Fact]
    public void NothingIsLeftBehind()
    {
        using var model = Load(Tower("small"));
        using var pixels = Pixels("small");
        model.Features(pixels, -2, VisionSelectFeature.Patch).Dispose();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (var i = 0; i < 5; i++)
        {
            model.Features(pixels, -2, VisionSelectFeature.Patch).Dispose();
            foreach (var state in model.HiddenStates(pixels))
                state.Dispose();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static string Tower(string set) =>
        set == "small" ? Goldens.Committed("small", "models", "tiny-clip") : Goldens.Shared("goldens", "models", "tiny-clip");

    private static string Expected(string set) =>
        set == "small" ? Goldens.Committed("small", "clip", "tower.safetensors") : Goldens.Shared("goldens", "clip", "tower.safetensors");

    private static ClipVision Load(string path, ComputeDtype dtype = ComputeDtype.Float32)
    {
        using var folder = ClipVisionFolder.Open(path);
        return ClipVisionWeights.Load(folder.Config, folder.Weights, dtype);
    }

    /// <summary>The pictures named in the golden file, [2, 3, S, S].</summary>
    private static Tensor Pixels(string set)
    {
        using var expected = SafetensorsFile.Open(Expected(set));
        using var folder = ClipVisionFolder.Open(Tower(set));
        var processor = new ClipImageProcessor(folder.Preprocessor);
        var files = expected.Metadata!["images"].Split(',');
        var values = files.SelectMany(file => processor.Process(ImageDecoder.Decode(Picture(set, file)), ImageAspectRatio.Square));
        return tensor(values.ToArray(), [files.Length, .. processor.Shape]);
    }

    private static string Picture(string set, string file) =>
        set == "small" ? Goldens.Committed("small", "clip", "images", file) : Goldens.Shared("data", "images", file);

    private static float[][] Rows(Tensor tensor) =>
        [.. tensor.to(ScalarType.Float32).contiguous().data<float>().ToArray().Chunk((int)tensor.shape[^1])];
}
