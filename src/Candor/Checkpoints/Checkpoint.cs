using Candor.Checkpoints.Gguf;

namespace Candor.Checkpoints;

/// <summary>Opens a checkpoint of whatever layout.</summary>
public static class Checkpoint
{
    private const string GgufExtension = ".gguf";

    /// <summary>Whether a path names a GGUF file.</summary>
    public static bool IsGguf(string path) => path.EndsWith(GgufExtension, StringComparison.OrdinalIgnoreCase) && !Directory.Exists(path);

    /// <summary>Opens a GGUF file, or by any other name a folder in the Hugging Face layout. Only headers are read.</summary>
    /// <exception cref="InputException">Something is absent, damaged or unsupported, or weights and configuration do not fit.</exception>
    public static ICheckpoint Open(string path) => IsGguf(path) ? GgufCheckpoint.Open(path) : CheckpointFolder.Open(path);
}
