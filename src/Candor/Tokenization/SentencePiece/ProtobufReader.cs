using System.Buffers.Binary;
using System.Text;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Walks the fields of one protobuf message in memory. Lengths are checked against what is left before anything is read; nothing is
/// allocated but the strings asked for.
/// </summary>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message, string file, int start = 0)
{
    private static readonly UTF8Encoding s_strictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    private enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>The number of the field read last.</summary>
    public int Field { get; private set; }

    private WireType Type { get; set; }

    private ReadOnlySpan<byte> Payload { get; set; }

    private ulong Number { get; set; }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    public bool Next()
    {
        if (_position == _message.Length)
            return false;
        var tag = Varint();
        Field = (int)Math.Min(tag >> 3, int.MaxValue);
        Type = (WireType)(tag & 7);
        if (Field == 0)
            throw Broken("a field number", "0");
        switch (Type)
        {
            case WireType.Varint:
                Number = Varint();
                break;
            case WireType.Fixed32:
                Payload = Take(4);
                break;
            case WireType.Fixed64:
                Payload = Take(8);
                break;
            case WireType.Bytes:
                Payload = Take(Varint());
                break;
            default:
                throw Broken("wire type 0, 1, 2 or 5", $"{(int)Type}");
        }

        return true;
    }

    /// <summary>The field as an integer.</summary>
    public readonly long Integer() => Type == WireType.Varint ? (long)Number : throw Broken("an integer", $"wire type {(int)Type}");

    /// <summary>The field as a truth value.</summary>
    public readonly bool Boolean() => Integer() != 0;

    /// <summary>The field as a float.</summary>
    public readonly float Single() =>
        Type == WireType.Fixed32 ? BinaryPrimitives.ReadSingleLittleEndian(Payload) : throw Broken("a float", $"wire type {(int)Type}");

    /// <summary>The field's bytes.</summary>
    public readonly ReadOnlySpan<byte> Bytes() => Type == WireType.Bytes ? Payload : throw Broken("bytes", $"wire type {(int)Type}");

    /// <summary>The field as text.</summary>
    public readonly string Text()
    {
        try
        {
            return s_strictUtf8.GetString(Bytes());
        }
        catch (DecoderFallbackException error)
        {
            throw new InputException($"{Broken("UTF-8 text", "other bytes").Message}", error);
        }
    }

    /// <summary>A reader of the message in this field.</summary>
    public readonly ProtobufReader Message() => new(Bytes(), file, start + _position - Bytes().Length);

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            if (_position == _message.Length)
                throw Broken("a varint", "the end");
            var next = _message[_position++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw Broken("a varint of at most 10 bytes", "a longer one");
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        var left = _message.Length - _position;
        if (length > (ulong)left)
            throw Broken($"a field of {length} bytes", $"{left} bytes left");
        _position += (int)length;
        return _message.Slice(_position - (int)length, (int)length);
    }

    private readonly InputException Broken(string expected, string found) =>
        new($"{file}: not a SentencePiece model: byte {start + _position}: expected {expected}, found {found}");
}
