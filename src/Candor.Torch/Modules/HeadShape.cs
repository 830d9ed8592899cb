namespace Candor.Torch.Modules;

/// <summary>How attention's width is cut into heads.</summary>
/// <param name="QueryHeads">Number of query heads.</param>
/// <param name="KeyValueHeads">Number of key and value heads; divides <paramref name="QueryHeads"/>.</param>
/// <param name="HeadDim">Width of a head; even.</param>
public readonly record struct HeadShape(int QueryHeads, int KeyValueHeads, int HeadDim)
{
    /// <summary>Query heads that share one key-value head.</summary>
    public int Group => QueryHeads / KeyValueHeads;
}
