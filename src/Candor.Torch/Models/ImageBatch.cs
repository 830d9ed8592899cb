namespace Candor.Torch.Models;

/// <summary>Preprocessed pictures of a batch.</summary>
public sealed record ImageBatch
{
    /// <summary>Pixel values of all pictures, row-major [N, 3, S, S].</summary>
    public required float[] Pixels { get; init; }

    /// <summary>N.</summary>
    public required int Count { get; init; }

    /// <summary>S.</summary>
    public required int Size { get; init; }

    /// <summary>How many pictures each row owns, which then stand together; null for one each.</summary>
    public IReadOnlyList<int>? PerRow { get; init; }
}
