using System.Buffers.Binary;
using System.Text;

namespace Candor.Checkpoints.Pickles;

/// <summary>The bytes of a pickle, read forwards; nothing is taken that is not there.</summary>
/// <param name="bytes">The pickle, and possibly more after it.</param>
/// <param name="place">Where it stands, for messages: the file, and the member of an archive.</param>
internal ref struct PickleReader(ReadOnlySpan<byte> bytes, string place)
{
    // The longest global of a tensor record has 38 characters.
    private const int MaxLine = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    public byte Byte() => Take(1)[0];

    public int UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    public ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Position))
            throw Bad($"{length} more bytes", $"{_bytes.Length - Position} (cut off?)");
        var taken = _bytes.Slice(Position, (int)length);
        Position += (int)length;
        return taken;
    }

    public string Text(ulong length) => Decode(Take(length));

    /// <summary>A text up to the end of its line.</summary>
    public string Line()
    {
        var rest = _bytes[Position..];
        var end = rest[..Math.Min(rest.Length, MaxLine)].IndexOf((byte)'\n');
        if (end < 0)
            throw Bad($"a line of at most {MaxLine} bytes", "no end of it");
        Position += end + 1;
        return Decode(rest[..end]);
    }

    public readonly InputException Bad(string expected, string found) =>
        new($"{place}: expected {expected} at byte {Position} of the pickle, found {found}");

    private readonly string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{place}: expected text in UTF-8 before byte {Position} of the pickle, found other bytes", error);
        }
    }
}
