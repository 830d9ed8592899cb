using Candor.Checkpoints;
using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>Rotary position embedding of one model: gives the table for an input's length and rotates tensors by it.</summary>
public sealed class RotaryEmbedding : IDisposable
{
    private readonly RopeConfig rope;
    private readonly int headDim;
    private readonly int maxPositions;
    private RotaryTable? current;
    private int currentLength;

    /// <summary>Describes the embedding; tables are made when asked for.</summary>
    public RotaryEmbedding(RopeConfig rope, int headDim, int maxPositions)
    {
        this.rope = rope;
        this.headDim = headDim;
        this.maxPositions = maxPositions;
    }

    /// <summary>
    /// The table for an input whose last token has position <paramref name="length"/> − 1. Owned by this object and valid until the next
    /// call. Under dynamic scaling every length beyond the model's has its own angles.
    /// </summary>
    public RotaryTable Table(int length)
    {
        bool fits = current is not null && length <= current.Positions;
        if (rope.Type == RopeType.Dynamic && Math.Max(length, maxPositions) != Math.Max(currentLength, maxPositions))
            fits = false;
        if (!fits)
        {
            (float[] frequencies, float scale) = RotaryFrequencies.Create(rope, headDim, maxPositions, length);
            current?.Dispose();
            int positions = rope.Type == RopeType.Dynamic ? Math.Max(length, maxPositions) : NextSize(length);
            current = new RotaryTable(frequencies, scale, positions);
        }

        currentLength = length;
        return current!;
    }

    /// <summary>Rotates <paramref name="x"/> [B, heads, S, D] by the angles of positions 0…S−1, in float32 (the libtorch form).</summary>
    /// <param name="x">Queries or keys.</param>
    /// <param name="cos">[S, D] from <see cref="RotaryTable.ToTensors"/>.</param>
    /// <param name="sin">[S, D].</param>
    public static Tensor Rotate(Tensor x, Tensor cos, Tensor sin)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        var halves = wide.chunk(2, -1);
        var turned = cat([-halves[1], halves[0]], -1);
        return (wide * cos).Plus(turned * sin).to(x.dtype).MoveToOuterDisposeScope();
    }

    /// <inheritdoc />
    public void Dispose() => current?.Dispose();

    private static int NextSize(int length) => (length + 255) / 256 * 256;
}
