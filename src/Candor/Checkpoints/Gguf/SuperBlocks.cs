using System.Buffers.Binary;

namespace Candor.Checkpoints.Gguf;

/// <summary>
/// ggml's blocks of 256 (the K types): parts of 32 or 16 elements, each with its own small scale, over scales of the whole. All in
/// float32, each operation rounded, as the <c>gguf</c> package computes it.
/// </summary>
internal static class SuperBlocks
{
    private const int Size = 256;
    private const int Part = 32;
    private const int PackedScales = 12;

    /// <summary>d, dmin, 8 scales and minima of 6 bits, 128 bytes of quants: value (d·scale)·q − dmin·minimum.</summary>
    public static void DecodeQ4K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[144..])
        {
            var quants = blocks.Slice(4 + PackedScales, Size / 2);
            for (var part = 0; part < Size / Part; part++)
            {
                var (scale, minimum) = PartScales(blocks, part);
                var bytes = quants.Slice(part / 2 * Part, Part);
                var shift = part % 2 * 4;
                var target = values.Slice(part * Part, Part);
                for (var i = 0; i < Part; i++)
                    target[i] = (scale * ((bytes[i] >> shift) & 15)) - minimum;
            }
        }
    }

    /// <summary>As Q4_K, with 32 bytes of fifth bits before the quants: bit p of byte i belongs to element i of part p.</summary>
    public static void DecodeQ5K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[176..])
        {
            var fifth = blocks.Slice(4 + PackedScales, Part);
            var quants = blocks.Slice(4 + PackedScales + Part, Size / 2);
            for (var part = 0; part < Size / Part; part++)
            {
                var (scale, minimum) = PartScales(blocks, part);
                var bytes = quants.Slice(part / 2 * Part, Part);
                var shift = part % 2 * 4;
                var target = values.Slice(part * Part, Part);
                for (var i = 0; i < Part; i++)
                    target[i] = (scale * (((bytes[i] >> shift) & 15) | (((fifth[i] >> part) & 1) << 4))) - minimum;
            }
        }
    }

    /// <summary>
    /// 128 bytes of low halves, 64 of upper bit pairs, 16 signed scales (one for 16 elements), d: value (d·scale)·(q − 32). Each half of a
    /// block has 64 bytes of low halves and 32 of bit pairs for its four parts.
    /// </summary>
    public static void DecodeQ6K(ReadOnlySpan<byte> blocks, Span<float> values)
    {
        for (; values.Length > 0; values = values[Size..], blocks = blocks[210..])
        {
            var scales = blocks.Slice(192, 16);
            var d = Half(blocks[208..]);
            for (var part = 0; part < Size / Part; part++)
            {
                int half = part / 4, place = part % 4;
                var low = blocks.Slice((half * 64) + (place % 2 * Part), Part);
                var high = blocks.Slice(128 + (half * Part), Part);
                var target = values.Slice(part * Part, Part);
                float first = d * (sbyte)scales[part * 2], second = d * (sbyte)scales[(part * 2) + 1];
                for (var i = 0; i < Part; i++)
                {
                    var quant = ((low[i] >> (place / 2 * 4)) & 15) | (((high[i] >> (place * 2)) & 3) << 4);
                    target[i] = (i < Part / 2 ? first : second) * (quant - 32);
                }
            }
        }
    }

    /// <summary>d·scale and dmin·minimum of a part. The first four stand in 6 bits of bytes 0–3 and 4–7, the rest in what those leave.</summary>
    private static (float Scale, float Minimum) PartScales(ReadOnlySpan<byte> block, int part)
    {
        var packed = block.Slice(4, PackedScales);
        int scale, minimum;
        if (part < 4)
        {
            scale = packed[part] & 63;
            minimum = packed[part + 4] & 63;
        }
        else
        {
            scale = (packed[part + 4] & 15) | ((packed[part - 4] >> 2) & 0x30);
            minimum = (packed[part + 4] >> 4) | ((packed[part] >> 2) & 0x30);
        }

        return (Half(block) * scale, Half(block[2..]) * minimum);
    }

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
