using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Candor.Torch.Modules;

/// <summary>cos and sin of every position's angles, [positions, D/2] each, float32 in native memory.</summary>
public sealed unsafe class RotaryTable : IDisposable
{
    private readonly int half;
    private float* memory;

    /// <summary>Tabulates positions 0…<paramref name="positions"/>−1.</summary>
    /// <param name="frequencies">Angle per position of each pair of dimensions, [D/2].</param>
    /// <param name="scale">Factor on cos and sin (YaRN's attention factor).</param>
    /// <param name="positions">Number of positions.</param>
    public RotaryTable(ReadOnlySpan<float> frequencies, float scale, int positions)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(positions);
        half = frequencies.Length;
        Positions = positions;
        memory = (float*)NativeMemory.Alloc((nuint)positions * (nuint)half, 2 * sizeof(float));
        float* cos = memory, sin = memory + ((nint)positions * half);
        for (int position = 0; position < positions; position++)
        {
            foreach (float frequency in frequencies)
            {
                // The angle is rounded to float32 first, as the reference forms it.
                float angle = position * frequency;
                *cos++ = (float)Math.Cos(angle) * scale;
                *sin++ = (float)Math.Sin(angle) * scale;
            }
        }
    }

    /// <summary>Number of positions.</summary>
    public int Positions { get; }

    /// <summary>cos of a position, D/2 floats.</summary>
    internal float* Cos(int position) => Row(position);

    /// <summary>sin of a position, D/2 floats.</summary>
    internal float* Sin(int position) => Row(position) + ((nint)Positions * half);

    /// <summary>cos and sin of the first <paramref name="length"/> positions as tensors [length, D], both halves alike.</summary>
    public (Tensor Cos, Tensor Sin) ToTensors(int length)
    {
        using var scope = NewDisposeScope();
        Row(length - 1);
        var cos = tensor(new ReadOnlySpan<float>(Cos(0), length * half).ToArray(), length, half);
        var sin = tensor(new ReadOnlySpan<float>(Sin(0), length * half).ToArray(), length, half);
        return (cat([cos, cos], 1).MoveToOuterDisposeScope(), cat([sin, sin], 1).MoveToOuterDisposeScope());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        NativeMemory.Free(memory);
        memory = null;
    }

    private float* Row(int position)
    {
        ObjectDisposedException.ThrowIf(memory is null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)position, (uint)Positions);
        return memory + ((nint)position * half);
    }
}
