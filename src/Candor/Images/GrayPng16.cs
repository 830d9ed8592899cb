using System.Buffers.Binary;
using System.IO.Hashing;

namespace Candor.Images;

/// <summary>
/// 16-bit grey PNG files. Pillow keeps their values and clips them at 255 when it converts to RGB; Skia keeps the high byte, which makes
/// nearly all of them black. The bytes of such a file are, filters and interlacing included, those of an 8-bit file of grey and alpha with
/// the high byte as grey and the low byte as alpha. So the header is rewritten to say that, and both bytes come out of the decoder.
/// </summary>
internal static class GrayPng16
{
    private const int HeaderType = 12;
    private const int BitDepth = 24;
    private const int ColorType = 25;
    private const int HeaderChecksum = 29;
    private const int HeaderEnd = 33;

    private const byte Gray = 0;
    private const byte GrayAlpha = 4;

    /// <summary>Signature, then length and type of the first chunk.</summary>
    private static ReadOnlySpan<byte> Start =>
    [
        0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n',
        0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R',
    ];

    public static bool Matches(ReadOnlySpan<byte> file) =>
        file.Length >= HeaderEnd && file.StartsWith(Start) && file[BitDepth] == 16 && file[ColorType] == Gray
        && BinaryPrimitives.ReadUInt32BigEndian(file[HeaderChecksum..]) == Checksum(file);

    /// <summary>The same data under the other header.</summary>
    public static byte[] AsGrayAlpha8(ReadOnlySpan<byte> file)
    {
        var copy = file.ToArray();
        copy[BitDepth] = 8;
        copy[ColorType] = GrayAlpha;
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(HeaderChecksum), Checksum(copy));
        return copy;
    }

    /// <summary>Grey values from their high bytes (red) and low bytes (alpha), clipped at 255.</summary>
    public static void CopyClipped(ReadOnlySpan<byte> rgba, Span<byte> rgb)
    {
        for (int from = 0, to = 0; to < rgb.Length; from += 4, to += RgbImage.Channels)
            rgb.Slice(to, RgbImage.Channels).Fill(rgba[from] == 0 ? rgba[from + 3] : byte.MaxValue);
    }

    private static uint Checksum(ReadOnlySpan<byte> file) => Crc32.HashToUInt32(file[HeaderType..HeaderChecksum]);
}
