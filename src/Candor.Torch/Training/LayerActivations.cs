using Candor.Torch.Kernels;

namespace Candor.Torch.Training;

/// <summary>What a layer's forward pass leaves for the way back. T is B·S.</summary>
internal sealed record LayerActivations : IDisposable
{
    /// <summary>Rotated queries, [B·Hq, S, D].</summary>
    public required Lease Q { get; init; }

    /// <summary>Rotated keys, [B·Hkv, S, D].</summary>
    public required Lease K { get; init; }

    /// <summary>Values, [B·Hkv, S, D].</summary>
    public required Lease V { get; init; }

    /// <summary>What attention gave, [T, Hq·D].</summary>
    public required Lease Mixed { get; init; }

    /// <summary>The residual stream between attention and feed-forward, [T, H].</summary>
    public required Lease Middle { get; init; }

    /// <summary>[T, I].</summary>
    public required Lease Gate { get; init; }

    /// <summary>[T, I].</summary>
    public required Lease Up { get; init; }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var lease in (Lease[])[Q, K, V, Mixed, Middle, Gate, Up])
            lease.Dispose();
    }
}
