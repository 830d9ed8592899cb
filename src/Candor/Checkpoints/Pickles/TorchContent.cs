namespace Candor.Checkpoints.Pickles;

/// <summary>What a file of torch.save holds, its storages found in the file.</summary>
/// <param name="Root">The saved object.</param>
/// <param name="IsBigEndian">Whether the storages' numbers begin with their high byte.</param>
internal sealed record TorchContent(object? Root, bool IsBigEndian)
{
    /// <summary>A pickle larger than this is refused before it is read; the records of 10,000 tensors take 2 MB.</summary>
    public const int MaxPickleLength = 32 << 20;
}
