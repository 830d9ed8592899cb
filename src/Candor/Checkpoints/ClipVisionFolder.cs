using Candor.Images;

namespace Candor.Checkpoints;

/// <summary>
/// A folder with a CLIP vision tower in the Hugging Face layout, alone or in a whole CLIP, opened and checked: <c>config.json</c>,
/// <c>preprocessor_config.json</c> and safetensors weights that fit each other.
/// </summary>
public sealed class ClipVisionFolder : IDisposable
{
    private ClipVisionFolder(string path, ClipVisionConfig config, ClipPreprocessorConfig preprocessor, ClipVisionSource weights)
    {
        FullPath = path;
        Config = config;
        Preprocessor = preprocessor;
        Weights = weights;
    }

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The tower's configuration.</summary>
    public ClipVisionConfig Config { get; }

    /// <summary>What pictures go through before the tower; they come out with the size that it takes.</summary>
    public ClipPreprocessorConfig Preprocessor { get; }

    /// <summary>The tower's weights by the names of <see cref="ClipVisionTensors.Expected"/>.</summary>
    public ClipVisionSource Weights { get; }

    /// <summary>Opens a folder. Only headers are read.</summary>
    /// <exception cref="InputException">
    /// Something is absent, unreadable or unsupported, or weights and configuration do not fit; the message says what and where.
    /// </exception>
    public static ClipVisionFolder Open(string path)
    {
        var folder = Path.GetFullPath(path);
        if (!Directory.Exists(folder))
            throw new InputException($"{folder}: expected a folder, found none");
        var config = ClipVisionConfigReader.Read(Path.Combine(folder, "config.json"));
        var preprocessor = ReadPreprocessor(Path.Combine(folder, ClipPreprocessorConfigReader.FileName), config.ImageSize);
        var weights = new ClipVisionSource(CheckpointFolder.OpenWeights(folder), config, folder);
        return new ClipVisionFolder(folder, config, preprocessor, weights);
    }

    /// <inheritdoc />
    public void Dispose() => Weights.Dispose();

    private static ClipPreprocessorConfig ReadPreprocessor(string path, int imageSize)
    {
        var preprocessor = ClipPreprocessorConfigReader.Read(path);
        var (height, width) = (preprocessor.CropHeight, preprocessor.CropWidth);
        return height == imageSize && width == imageSize
            ? preprocessor
            : throw new InputException(
                $"{path}: crop_size: expected {imageSize} x {imageSize}, the image_size of config.json, found {height} x {width}");
    }
}
