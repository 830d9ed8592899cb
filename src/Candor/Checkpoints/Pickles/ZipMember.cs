using System.Buffers.Binary;
using System.Text;

namespace Candor.Checkpoints.Pickles;

/// <summary>One member of a zip archive that is stored as it is.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="Offset">First byte of its content in the file.</param>
/// <param name="Length">Length of its content.</param>
/// <param name="NextEntry">Where the directory goes on.</param>
internal readonly record struct ZipMember(string Name, long Offset, long Length, long NextEntry)
{
    private const uint EntrySignature = 0x02014b50, HeaderSignature = 0x04034b50;
    private const int EntryLength = 46, HeaderLength = 30;
    private const int Zip64Field = 1;

    /// <summary>Reads the entry of a member in the directory and finds its content.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="position">Where the entry begins.</param>
    /// <param name="end">Where the directory ends.</param>
    /// <exception cref="InputException">The entry is damaged, or the member is compressed or encrypted.</exception>
    public static ZipMember Read(MappedFile file, long position, long end)
    {
        if (position > end - EntryLength)
            throw Bad(file, "a longer directory");
        var entry = file.Span(position, EntryLength);
        int nameLength = U16(entry, 28), extraLength = U16(entry, 30), commentLength = U16(entry, 32);
        var next = position + EntryLength + nameLength + extraLength + commentLength;
        if (U32(entry, 0) != EntrySignature || next > end)
            throw Bad(file, "an entry of a member in its directory");
        var name = file.Span(position + EntryLength, nameLength);
        var (length, header) = Sizes(file, entry, file.Span(position + EntryLength + nameLength, extraLength), name);
        var offset = ContentOffset(file, header, name);
        return length <= file.Length - offset
            ? new ZipMember(Encoding.UTF8.GetString(name), offset, length, next)
            : throw Bad(file, $"the {length} bytes of {Quote(name)} within the file");
    }

    private static (long Length, long Header) Sizes(MappedFile file, ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra, ReadOnlySpan<byte> name)
    {
        const int Encrypted = 1;
        if (U16(entry, 10) != 0 || (U16(entry, 8) & Encrypted) != 0)
            throw Bad(file, $"{Quote(name)} stored as it is, which is how torch.save writes, not compressed or encrypted");
        var wide = Zip64Values(extra);
        var length = Wide(U32(entry, 24), ref wide);
        var stored = Wide(U32(entry, 20), ref wide);
        var header = Wide(U32(entry, 42), ref wide);
        return length >= 0 && length == stored && header >= 0 && header <= file.Length - HeaderLength - name.Length
            ? (length, header)
            : throw Bad(file, $"the sizes of {Quote(name)} to agree and lie within the file");
    }

    // The name stands in the header again; where the two differ, readers disagree about what the archive holds.
    private static long ContentOffset(MappedFile file, long position, ReadOnlySpan<byte> name)
    {
        var header = file.Span(position, HeaderLength);
        if (U32(header, 0) != HeaderSignature || U16(header, 26) != name.Length || !file.Span(position + HeaderLength, name.Length).SequenceEqual(name))
            throw Bad(file, $"a header of {Quote(name)} where the directory says");
        var offset = position + HeaderLength + name.Length + U16(header, 28);
        return offset <= file.Length ? offset : throw Bad(file, $"{Quote(name)} within the file");
    }

    /// <summary>The values of the zip64 field, which replace, in order, those that do not fit into 32 bits.</summary>
    private static ReadOnlySpan<byte> Zip64Values(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int id = U16(extra, 0), length = Math.Min(U16(extra, 2), extra.Length - 4);
            if (id == Zip64Field)
                return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static long Wide(uint value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue || wide.Length < sizeof(long))
            return value;
        var result = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[sizeof(long)..];
        return result;
    }

    private static int U16(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[position..]);

    private static uint U32(ReadOnlySpan<byte> bytes, int position) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[position..]);

    private static string Quote(ReadOnlySpan<byte> name) => ErrorText.Quote(Encoding.UTF8.GetString(name));

    private static InputException Bad(MappedFile file, string expected) =>
        new($"{file.Path}: a zip archive of torch.save: expected {expected}, found something else (damaged?)");
}
