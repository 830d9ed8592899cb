using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Candor.Tests.Checkpoints;

/// <summary>Writes an archive anew with every size and place in 64 bits, as archives above 4 GB have them.</summary>
internal static class Zip64
{
    public static void Rewrite(string from, string to)
    {
        using var archive = ZipFile.OpenRead(from);
        using var stream = File.Create(to);
        using var output = new BinaryWriter(stream);
        using var directory = new MemoryStream();
        foreach (var entry in archive.Entries)
            WriteMember(output, directory, entry);

        var start = stream.Position;
        output.Write(directory.ToArray());
        var end64 = stream.Position;
        byte[] count = I64(archive.Entries.Count);
        output.Write([.. "PK\x06\x06"u8, .. I64(44), 45, 0, 45, 0, .. new byte[8], .. count, .. count, .. I64(directory.Length), .. I64(start)]);
        output.Write([.. "PK\x06\x07"u8, .. new byte[4], .. I64(end64), 1, 0, 0, 0]);
        output.Write([.. "PK\x05\x06"u8, .. new byte[4], .. Full(12), 3, 0, .. "end"u8]);
    }

    private static void WriteMember(BinaryWriter output, MemoryStream directory, ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        var name = Encoding.UTF8.GetBytes(entry.FullName);
        var (nameLength, place) = (new[] { (byte)name.Length, (byte)0 }, output.BaseStream.Position);
        byte[] sizes = [.. I64(bytes.Length), .. I64(bytes.Length)];
        output.Write([.. "PK\x03\x04"u8, 45, 0, .. new byte[8], .. new byte[4], .. Full(8), .. nameLength, 20, 0, .. name, 1, 0, 16, 0, .. sizes, .. bytes.ToArray()]);

        // Another field before the one that counts, as PyTorch pads.
        directory.Write([.. "PK\x01\x02"u8, 45, 0, 45, 0, .. new byte[8], .. new byte[4], .. Full(8), .. nameLength, 34, 0, .. new byte[10], .. Full(4), .. name]);
        directory.Write([(byte)'F', (byte)'B', 2, 0, 90, 90, 1, 0, 24, 0, .. sizes, .. I64(place)]);
    }

    private static byte[] Full(int count) => [.. Enumerable.Repeat((byte)0xff, count)];

    private static byte[] I64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
