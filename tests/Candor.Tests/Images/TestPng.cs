using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Candor.Tests.Images;

/// <summary>Writes PNG files of any header.</summary>
internal static class TestPng
{
    /// <param name="width">Columns that the header declares.</param>
    /// <param name="height">Rows that the header declares.</param>
    /// <param name="bitDepth">Bits of a sample.</param>
    /// <param name="colorType">0 grey, 2 colour, 3 palette, 4 grey and alpha, 6 colour and alpha.</param>
    /// <param name="rows">Rows as stored, each after its filter byte.</param>
    public static byte[] Write(int width, int height, byte bitDepth, byte colorType, byte[] rows)
    {
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, bitDepth, colorType, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(rows);
        return [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n', .. Chunk("IHDR", header), .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", [])];
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
