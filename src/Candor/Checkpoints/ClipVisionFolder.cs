namespace Candor.Checkpoints;

/// <summary>A folder with a CLIP vision tower in the Hugging Face layout, alone or in a whole CLIP, opened and checked.</summary>
public sealed class ClipVisionFolder : IDisposable
{
    private ClipVisionFolder(string path, ClipVisionConfig config, ClipVisionSource weights)
    {
        FullPath = path;
        Config = config;
        Weights = weights;
    }

    /// <summary>Full path of the folder.</summary>
    public string FullPath { get; }

    /// <summary>The tower's configuration.</summary>
    public ClipVisionConfig Config { get; }

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
        return new ClipVisionFolder(folder, config, new ClipVisionSource(CheckpointFolder.OpenWeights(folder), config, folder));
    }

    /// <inheritdoc />
    public void Dispose() => Weights.Dispose();
}
