using System.Buffers.Binary;
using System.Text;

namespace Candor.Training.Logs;

/// <summary>The bytes of TensorBoard's <c>Event</c> message (event.proto, summary.proto): the few fields that scalars need.</summary>
internal static class TensorBoardEvent
{
    private const byte WallTime = (1 << 3) | 1;
    private const byte Step = (2 << 3) | 0;
    private const byte FileVersion = (3 << 3) | 2;
    private const byte Summary = (5 << 3) | 2;
    private const byte SummaryValue = (1 << 3) | 2;
    private const byte Tag = (1 << 3) | 2;
    private const byte SimpleValue = (2 << 3) | 5;

    /// <summary>The event that every file begins with.</summary>
    public static byte[] Version(double wallTime) => [.. Time(wallTime), .. Field(FileVersion, "brain.Event:2"u8)];

    /// <summary>Some scalars at one step.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<(string Tag, double Value)> scalars) =>
        [.. Time(wallTime), Step, .. Varint((ulong)step), .. Field(Summary, [.. scalars.SelectMany(Scalar)])];

    /// <summary>The step of an event; 0 where it names none. Null where the bytes are no event.</summary>
    public static long? StepOf(ReadOnlySpan<byte> message)
    {
        if (message.Length < 9 || message[0] != WallTime)
            return null;
        var rest = message[9..];
        if (rest.Length == 0 || rest[0] != Step)
            return 0;
        var step = 0UL;
        for (var i = 1; i < Math.Min(rest.Length, 11); i++)
        {
            step |= (ulong)(rest[i] & 0x7f) << (7 * (i - 1));
            if (rest[i] < 0x80)
                return (long)step;
        }

        return null;
    }

    private static byte[] Time(double wallTime)
    {
        var bytes = new byte[9];
        bytes[0] = WallTime;
        BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(1), wallTime);
        return bytes;
    }

    private static byte[] Scalar((string Tag, double Value) scalar)
    {
        var value = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(value, (float)scalar.Value);
        return Field(SummaryValue, [.. Field(Tag, Encoding.UTF8.GetBytes(scalar.Tag)), SimpleValue, .. value]);
    }

    private static byte[] Field(byte key, ReadOnlySpan<byte> content) => [key, .. Varint((ulong)content.Length), .. content];

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>(10);
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return bytes;
    }
}
