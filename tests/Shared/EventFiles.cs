using System.Buffers.Binary;
using System.Text;

namespace Candor.TestSupport;

/// <summary>
/// Reads TensorBoard event files by the format's own description (TFRecord framing, event.proto), sharing no code with the writer: record
/// lengths, bitwise CRC-32C, protobuf fields.
/// </summary>
public static class EventFiles
{
    /// <summary>The scalars of a file in order. Any wrong length or checksum fails.</summary>
    public static IReadOnlyList<(long Step, string Tag, float Value)> Scalars(string path) => [.. Records(path).SelectMany(record => Scalars(record.ToArray()))];

    /// <summary>The file version that the first record names.</summary>
    public static string Version(string path) => Encoding.UTF8.GetString(Fields(Records(path).First().ToArray()).Single(field => field.Number == 3).Bytes);

    /// <summary>All records without their wall times.</summary>
    public static byte[] WithoutTimes(string path) => [.. Records(path).SelectMany(record => record.ToArray()[9..])];

    private static IEnumerable<Memory<byte>> Records(string path)
    {
        var bytes = File.ReadAllBytes(path);
        for (var at = 0; at < bytes.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at));
            Assert.Equal(Masked(bytes.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 8)));
            Assert.Equal(Masked(bytes.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 12 + length)));
            yield return bytes.AsMemory(at + 12, length);
            at += length + 16;
        }
    }

    private static IEnumerable<(long, string, float)> Scalars(byte[] record)
    {
        var fields = Fields(record);
        var step = fields.FirstOrDefault(field => field.Number == 2).Integer;
        foreach (var value in fields.Where(field => field.Number == 5).SelectMany(field => Fields(field.Bytes)))
        {
            var parts = Fields(value.Bytes);
            yield return (step, Encoding.UTF8.GetString(parts[0].Bytes), BinaryPrimitives.ReadSingleLittleEndian(parts[1].Bytes));
        }
    }

    private static List<(int Number, long Integer, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, long, byte[])>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var (integer, length) = (key & 7) switch
            {
                0 => (Varint(message, ref at), 0),
                1 => (0L, 8),
                2 => (0L, (int)Varint(message, ref at)),
                5 => (0L, 4),
                _ => throw new InvalidOperationException("unknown wire type"),
            };
            fields.Add(((int)(key >> 3), integer, message[at..(at + length)]));
            at += length;
        }

        return fields;
    }

    private static long Varint(byte[] message, ref int at)
    {
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            value |= (long)(message[at] & 0x7f) << shift;
            if (message[at++] < 0x80)
                return value;
        }
    }

    private static uint Masked(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0x82f63b78);
        }

        crc = ~crc;
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8;
    }
}
