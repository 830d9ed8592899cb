using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class ClipVisionConfigReaderTests
{
    private const string TinyKeys =
        """
        "hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "image_size": 28, "patch_size": 7
        """;

    private static readonly ClipVisionConfig Tiny = new()
    {
        HiddenSize = 32,
        IntermediateSize = 64,
        NumHiddenLayers = 3,
        NumAttentionHeads = 4,
        ImageSize = 28,
        PatchSize = 7,
    };

    [Fact]
    public void ABareTowerIsRead() =>
        Assert.Equal(Tiny, ClipVisionConfigReader.Read(Goldens.Committed("small", "models", "tiny-clip", "config.json")));

    [Fact]
    public void AWholeClipsTowerIsRead() =>
        Assert.Equal(
            Tiny,
            Parse(
                $$"""
                {
                  "model_type": "clip",
                  "text_config": {"hidden_size": 5},
                  "vision_config": {"model_type": "clip_vision_model", {{TinyKeys}} }
                }
                """));

    [Fact]
    public void WhatAFileLeavesOutIsTheReferencesDefault()
    {
        var config = Parse("""{"model_type": "clip", "vision_config": {"dropout": 0.0, "hidden_act": null}}""");
        Assert.Equal(new ClipVisionConfig(), config);
        Assert.Equal((49, 50), (config.PatchCount, config.PositionCount));
    }

    [Theory]
    [InlineData("""{"hidden_size": 32}""", "model_type: expected \"clip\" or \"clip_vision_model\", found nothing")]
    [InlineData("""{"model_type": "llama"}""", "model_type: expected \"clip\" or \"clip_vision_model\", found \"llama\"")]
    [InlineData("""{"model_type": "clip"}""", "vision_config: expected an object, found nothing")]
    [InlineData("""{"model_type": "clip", "vision_config": 3}""", "vision_config: expected an object, found 3")]
    [InlineData("""{"model_type": "clip", "vision_config": {"patch_size": 0}}""", "vision_config: patch_size: expected an integer from 1")]
    [InlineData("""{"model_type": "clip_vision_model", "hidden_size": 30}""", "num_attention_heads: expected a divisor of hidden_size 30")]
    [InlineData("""{"model_type": "clip_vision_model", "patch_size": 225}""", "patch_size: expected at most image_size 224, found 225")]
    [InlineData("""{"model_type": "clip_vision_model", "num_channels": 1}""", "num_channels: expected 3, found 1")]
    [InlineData("""{"model_type": "clip_vision_model", "hidden_act": "silu"}""", "hidden_act: expected quick_gelu or gelu, found \"silu\"")]
    [InlineData("""{"model_type": "clip_vision_model", "image_size": [224, 224]}""", "image_size: expected an integer")]
    [InlineData("""{"model_type": "clip_vision_model", "layer_norm_eps": 0}""", "layer_norm_eps: expected a number above 0")]
    public void ABadValueIsRefusedWithItsKey(string json, string message)
    {
        var error = Assert.Throws<InputException>(() => Parse(json));
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static ClipVisionConfig Parse(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), json);
        return ClipVisionConfigReader.Read(folder.File("config.json"));
    }
}
