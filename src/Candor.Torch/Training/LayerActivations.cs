using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>What a layer's forward pass leaves for the way back. T is B·S.</summary>
internal sealed class LayerActivations : IDisposable
{
    /// <summary>Rotated queries, [B·Hq, S, D].</summary>
    public Tensor Q { get; set; } = null!;

    /// <summary>Rotated keys, [B·Hkv, S, D].</summary>
    public Tensor K { get; set; } = null!;

    /// <summary>Values, [B·Hkv, S, D].</summary>
    public Tensor V { get; set; } = null!;

    /// <summary>What attention gave, [T, Hq·D].</summary>
    public Tensor Mixed { get; set; } = null!;

    /// <summary>The residual stream between attention and feed-forward, [T, H].</summary>
    public Tensor Middle { get; set; } = null!;

    /// <summary>[T, I].</summary>
    public Tensor Gate { get; set; } = null!;

    /// <summary>[T, I].</summary>
    public Tensor Up { get; set; } = null!;

    private Tensor[] All => [Q, K, V, Mixed, Middle, Gate, Up];

    /// <summary>Takes all out of the scopes they were made in.</summary>
    public void Keep()
    {
        foreach (var tensor in All)
            tensor.DetachFromDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var tensor in All)
            tensor.Dispose();
    }
}
