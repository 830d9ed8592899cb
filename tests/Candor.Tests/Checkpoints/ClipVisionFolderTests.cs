using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class ClipVisionFolderTests
{
    private static readonly string Tower = Goldens.Committed("small", "models", "tiny-clip");

    [Fact]
    public void ATowerOpensWithExactlyItsWeights()
    {
        using var folder = ClipVisionFolder.Open(Tower);
        var expected = ClipVisionTensors.Expected(folder.Config)
            .ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), folder.Weights.Tensors.Keys);
        Assert.All(folder.Weights.Tensors.Values, entry => Assert.Equal(expected[entry.Name], entry.Shape));
    }

    [Fact]
    public void ALlavaModelsOwnTowerIsFoundUnderItsPrefix()
    {
        using var alone = ClipVisionFolder.Open(Tower);
        var llava = Goldens.Committed("small", "models", "tiny-llava");
        using var inside = new ClipVisionSource(CheckpointFolder.OpenWeights(llava), alone.Config, llava);
        Assert.Equal(alone.Weights.Tensors.Keys, inside.Tensors.Keys);
        Assert.All(alone.Weights.Tensors.Keys, name => Assert.Equal(Bytes(alone.Weights, name), Bytes(inside, name)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("vision_model.")]
    [InlineData("model.vision_tower.vision_tower.vision_model.")]
    public void AnyPrefixIsUnderstoodAndOtherPartsArePassedOver(string prefix)
    {
        var config = new ClipVisionConfig();
        var stored = ClipVisionTensors.Expected(config)
            .Select(tensor => tensor with { Name = prefix + tensor.Name[ClipVisionTensors.Prefix.Length..] });
        ExpectedTensor[] others = prefix.Length == 0 ? [] : [new("text_model.final_layer_norm.weight", [512]), new("logit_scale", [])];
        var match = Match(config, [.. stored, .. others, new($"{prefix}embeddings.position_ids", [1, 50])]);
        Assert.Empty(match.Problems);
        Assert.Equal(ClipVisionTensors.Expected(config).Count(), match.Weights.Count);
        Assert.Equal([$"{prefix}embeddings.position_ids"], match.SetAside);
    }

    [Fact]
    public void WhatDoesNotFitIsListed()
    {
        var config = new ClipVisionConfig { NumHiddenLayers = 1 };
        var stored = ClipVisionTensors.Expected(config with { ImageSize = 256 })
            .Where(tensor => !tensor.Name.EndsWith("fc1.bias", StringComparison.Ordinal));
        var problems = Match(config, [.. stored, new("vision_model.head.weight", [1])]).Problems;
        Assert.Equal(3, problems.Count);
        Assert.Contains("missing weights: vision_model.encoder.layers.0.mlp.fc1.bias", problems[0], StringComparison.Ordinal);
        Assert.Contains("unexpected tensors: vision_model.head.weight", problems[1], StringComparison.Ordinal);
        Assert.Contains("position_embedding.weight: shape: expected [50, 768], found [65, 768]", problems[2], StringComparison.Ordinal);
    }

    [Fact]
    public void AFolderWithoutATowerSaysWhatIsMissing()
    {
        using var folder = new TemporaryFolder();
        CopyConfigs(folder);
        File.Copy(Goldens.Committed("small", "models", "tiny-llama", "model.safetensors"), folder.File("model.safetensors"));
        var error = Assert.Throws<InputException>(() => ClipVisionFolder.Open(folder.FullPath));
        Assert.Contains("missing weights: vision_model.embeddings.class_embedding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PreprocessingMustGiveWhatTheTowerTakes()
    {
        using var folder = new TemporaryFolder();
        CopyConfigs(folder);
        File.WriteAllText(folder.File("preprocessor_config.json"), """{"size": 224, "crop_size": 224}""");
        var error = Assert.Throws<InputException>(() => ClipVisionFolder.Open(folder.FullPath));
        Assert.Contains(
            "preprocessor_config.json: crop_size: expected 28 x 28, the image_size of config.json, found 224 x 224",
            error.Message,
            StringComparison.Ordinal);
    }

    private static void CopyConfigs(TemporaryFolder folder)
    {
        foreach (var name in new[] { "config.json", "preprocessor_config.json" })
            File.Copy(Path.Combine(Tower, name), folder.File(name));
    }

    private static CheckpointMatch Match(ClipVisionConfig config, IEnumerable<ExpectedTensor> stored) => CheckpointValidation.Match(
        config,
        stored.ToDictionary(
            tensor => tensor.Name,
            tensor => new TensorEntry(tensor.Name, TensorDtype.Float16, tensor.Shape, "file"),
            StringComparer.Ordinal));

    private static unsafe byte[] Bytes(ITensorSource source, string name)
    {
        var view = source.View(name);
        return new ReadOnlySpan<byte>((void*)view.Address, checked((int)view.ByteLength)).ToArray();
    }
}
