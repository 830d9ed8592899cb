namespace Candor.Checkpoints;

/// <summary>Opens a file of weights of whatever format.</summary>
public static class WeightSource
{
    private const string SafetensorsExtension = ".safetensors";

    /// <summary>Opens a safetensors file, or by any other name a file of torch.save.</summary>
    /// <exception cref="InputException">The file is absent, unreadable or damaged.</exception>
    public static ITensorSource Open(string path) =>
        path.EndsWith(SafetensorsExtension, StringComparison.OrdinalIgnoreCase) ? SafetensorsFile.Open(path) : TorchFile.Open(path);
}
