using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Candor.Checkpoints.Gguf;

/// <summary>Reads the little-endian head of a GGUF file piece by piece, never past its end.</summary>
internal sealed class GgufCursor(MappedFile file)
{
    /// <summary>Longest text: some writers put a whole tokenizer.json into one.</summary>
    private const int MaxText = 64 << 20;

    /// <summary>Where the next piece begins.</summary>
    public long Position { get; set; }

    /// <summary>Full path of the file, for messages.</summary>
    public string Path => file.Path;

    private long Left => file.Length - Position;

    public ReadOnlySpan<byte> Bytes(int count, string what)
    {
        Need((ulong)count, what);
        var bytes = file.Span(Position, count);
        Position += count;
        return bytes;
    }

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(sizeof(uint), what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(sizeof(ulong), what));

    /// <summary>A number of things of which each takes at least so many bytes of the rest of the file.</summary>
    public int Count(string what, int minimumBytes, int limit)
    {
        var count = UInt64(what);
        var most = Math.Min(limit, Left / minimumBytes);
        return count <= (ulong)most
            ? (int)count
            : throw new InputException($"{Path}: {what}: expected at most {most}, found {count} (cut off, or damaged?)");
    }

    /// <summary>Passes over so many things of so many bytes each.</summary>
    public void Skip(ulong count, int bytes, string what)
    {
        // In 128 bits: a hostile count times the size may be anything.
        var length = (UInt128)count * (uint)bytes;
        if (length > (ulong)Left)
            throw CutOff(length, what);
        Position += (long)length;
    }

    /// <summary>Passes over a text.</summary>
    public void SkipText(string what) => Skip((ulong)TextLength(what, MaxText), 1, what);

    /// <summary>A text: its length in 8 bytes, then UTF-8.</summary>
    public string Text(string what, int limit = MaxText)
    {
        var bytes = Bytes(TextLength(what, limit), what);
        return Utf8.IsValid(bytes)
            ? Encoding.UTF8.GetString(bytes)
            : throw new InputException($"{Path}: {what}: expected UTF-8 text, found other bytes");
    }

    private int TextLength(string what, int limit)
    {
        var length = UInt64(what);
        if (length > (ulong)limit)
            throw new InputException($"{Path}: {what}: expected text of at most {limit} bytes, found a length of {length}");
        Need(length, what);
        return (int)length;
    }

    private void Need(ulong bytes, string what)
    {
        if (bytes > (ulong)Left)
            throw CutOff(bytes, what);
    }

    private InputException CutOff(UInt128 bytes, string what) =>
        new($"{Path}: {what}: expected {bytes} bytes at {Position}, found {Left} (cut off, or damaged?)");
}
