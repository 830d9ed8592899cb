namespace Candor.Torch.Models;

/// <summary>Hands out a batch's pictures in order, as ranges of their feature vectors.</summary>
/// <param name="blocks">Number of feature vectors of each; null where there are no pictures at all.</param>
internal sealed class PictureQueue(IReadOnlyList<int>? blocks)
{
    private int next;
    private int first;

    /// <summary>The next picture's first vector and their number.</summary>
    /// <exception cref="InputException">There is none.</exception>
    public (int First, int Count) Take(int row)
    {
        if (blocks is null || next >= blocks.Count)
        {
            throw new InputException(
                $"row {row} of the batch: expected a picture for each <image>, found {blocks?.Count ?? 0} in the batch, all used");
        }

        var block = (first, blocks[next]);
        Skip();
        return block;
    }

    /// <summary>Passes one over.</summary>
    public void Skip()
    {
        if (blocks is not null && next < blocks.Count)
            first += blocks[next];
        next++;
    }
}
