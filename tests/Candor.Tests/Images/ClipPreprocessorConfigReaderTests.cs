using Candor.Images;
using Candor.TestSupport;

namespace Candor.Tests.Images;

public sealed class ClipPreprocessorConfigReaderTests
{
    [Fact]
    public void TheTinyTowersFileIsRead()
    {
        var config = ClipPreprocessorConfigReader.Read(Goldens.Committed("small", "models", "tiny-clip", "preprocessor_config.json"));
        Assert.Equal((28, 28, 28), (config.ShortestEdge, config.CropHeight, config.CropWidth));
        Assert.Equal(1 / 255.0, config.RescaleFactor);
        Assert.Equal(new ClipPreprocessorConfig().ImageMean, config.ImageMean);
        Assert.Equal(new ClipPreprocessorConfig().ImageStd, config.ImageStd);
    }

    [Fact]
    public void TheFirstFormHasPlainSizes()
    {
        var config = Parse("""{"feature_extractor_type": "CLIPFeatureExtractor", "size": 336, "crop_size": 300, "resample": 3}""");
        Assert.Equal((336, 300, 300), (config.ShortestEdge, config.CropHeight, config.CropWidth));
    }

    [Fact]
    public void WhatIsAbsentIsOpenAIs()
    {
        var (config, defaults) = (Parse("{}"), new ClipPreprocessorConfig());
        Assert.Equal(defaults.ImageMean, config.ImageMean);
        Assert.Equal(defaults.ImageStd, config.ImageStd);
        Assert.Equal(defaults, config with { ImageMean = defaults.ImageMean, ImageStd = defaults.ImageStd });
    }

    [Theory]
    [InlineData("""{"size": {"height": 224, "width": 224}}""", "size: shortest_edge: expected an integer")]
    [InlineData("""{"size": 0}""", "size: expected an integer from 1")]
    [InlineData("""{"size": "224"}""", "size: expected an object")]
    [InlineData("""{"crop_size": {"height": 100000, "width": 224}}""", "crop_size: height: expected an integer")]
    [InlineData("""{"crop_size": 1e9}""", "crop_size: expected an integer")]
    [InlineData("""{"resample": 2}""", "resample: expected 3 (bicubic), found 2")]
    [InlineData("""{"do_normalize": false}""", "do_normalize: expected true")]
    [InlineData("""{"do_resize": 1}""", "do_resize: expected true or false")]
    [InlineData("""{"image_mean": [0.5, 0.5]}""", "image_mean: expected 3 numbers")]
    [InlineData("""{"image_mean": 0.5}""", "image_mean: expected 3 numbers")]
    [InlineData("""{"image_std": [0.5, 0, 0.5]}""", "image_std: expected 3 numbers above 0")]
    [InlineData("""{"image_std": [0.5, "1", 0.5]}""", "image_std: expected 3 numbers")]
    [InlineData("""{"rescale_factor": -1}""", "rescale_factor: expected a number above 0")]
    [InlineData("""{"image_processor_type": "ViTImageProcessor"}""", "image_processor_type: expected \"CLIPImageProcessor\"")]
    public void ABadValueIsRefusedWithItsKey(string json, string message)
    {
        var error = Assert.Throws<InputException>(() => Parse(json));
        Assert.Contains($"{ClipPreprocessorConfigReader.FileName}: {message}", error.Message, StringComparison.Ordinal);
    }

    private static ClipPreprocessorConfig Parse(string json)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File(ClipPreprocessorConfigReader.FileName);
        File.WriteAllText(path, json);
        return ClipPreprocessorConfigReader.Read(path);
    }
}
