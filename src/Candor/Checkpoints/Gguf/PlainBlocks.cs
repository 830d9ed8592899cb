using System.Runtime.InteropServices;

namespace Candor.Checkpoints.Gguf;

/// <summary>Numbers that stand for themselves, little-endian.</summary>
internal static class PlainBlocks
{
    public static void DecodeF32(ReadOnlySpan<byte> blocks, Span<float> values) => blocks.CopyTo(MemoryMarshal.AsBytes(values));

    public static void DecodeF16(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(blocks);
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)halves[i];
    }

    public static void DecodeBf16(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        var upper = MemoryMarshal.Cast<byte, ushort>(blocks);
        for (var i = 0; i < values.Length; i++)
            values[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
    }
}
