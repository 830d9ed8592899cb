using System.Buffers.Binary;

namespace Candor.Checkpoints.Gguf;

/// <summary>
/// ggml's blocks of 32: a float16 scale d, for the types ending in 1 a float16 minimum m, then the quants q. A value is d·q, where q was
/// shifted to be signed, or d·q + m; all in float32, each operation rounded, as the <c>gguf</c> package computes it.
/// </summary>
/// <remarks>Quant i &lt; 16 of a block is the low half of byte i, quant 16 + i its high half; a fifth bit stands in bit i of a uint32.</remarks>
internal static class SmallBlocks
{
    private const int Size = 32;
    private const int Half = Size / 2;

    /// <summary>d, 32 signed bytes.</summary>
    public static void DecodeQ80(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[34..])
        {
            var d = Scale(blocks);
            var quants = blocks.Slice(2, Size);
            for (var i = 0; i < Size; i++)
                values[i] = (sbyte)quants[i] * d;
        }
    }

    /// <summary>d, 16 bytes of quants from −8 to 7.</summary>
    public static void DecodeQ40(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[18..])
        {
            var d = Scale(blocks);
            var quants = blocks.Slice(2, Half);
            for (var i = 0; i < Half; i++)
            {
                values[i] = d * ((quants[i] & 15) - 8);
                values[Half + i] = d * ((quants[i] >> 4) - 8);
            }
        }
    }

    /// <summary>d, m, 16 bytes of quants from 0 to 15.</summary>
    public static void DecodeQ41(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[20..])
        {
            float d = Scale(blocks), m = Scale(blocks[2..]);
            var quants = blocks.Slice(4, Half);
            for (var i = 0; i < Half; i++)
            {
                values[i] = (d * (quants[i] & 15)) + m;
                values[Half + i] = (d * (quants[i] >> 4)) + m;
            }
        }
    }

    /// <summary>d, 4 bytes of fifth bits, 16 bytes of quants from −16 to 15.</summary>
    public static void DecodeQ50(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[22..])
        {
            var d = Scale(blocks);
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[2..]);
            var quants = blocks.Slice(6, Half);
            for (var i = 0; i < Half; i++)
            {
                values[i] = d * (Low(quants[i], fifth, i) - 16);
                values[Half + i] = d * (High(quants[i], fifth, i) - 16);
            }
        }
    }

    /// <summary>d, m, 4 bytes of fifth bits, 16 bytes of quants from 0 to 31.</summary>
    public static void DecodeQ51(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[24..])
        {
            float d = Scale(blocks), m = Scale(blocks[2..]);
            var fifth = BinaryPrimitives.ReadUInt32LittleEndian(blocks[4..]);
            var quants = blocks.Slice(8, Half);
            for (var i = 0; i < Half; i++)
            {
                values[i] = (d * Low(quants[i], fifth, i)) + m;
                values[Half + i] = (d * High(quants[i], fifth, i)) + m;
            }
        }
    }

    private static int Low(byte quants, uint fifth, int i) => (quants & 15) | (int)(((fifth >> i) & 1) << 4);

    private static int High(byte quants, uint fifth, int i) => (quants >> 4) | (int)(((fifth >> (Half + i)) & 1) << 4);

    private static float Scale(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
