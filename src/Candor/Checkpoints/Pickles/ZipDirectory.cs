using System.Buffers.Binary;

namespace Candor.Checkpoints.Pickles;

/// <summary>
/// The members of a zip archive that are stored as they are. System.IO.Compression does not tell where in the file a member's bytes lie,
/// and they are to be used where they are.
/// </summary>
/// <remarks>Follows PKWARE's APPNOTE.TXT 6.3.10, §4.3 and §4.5.3.</remarks>
internal static class ZipDirectory
{
    private const uint EndSignature = 0x06054b50, Locator64Signature = 0x07064b50, End64Signature = 0x06064b50;
    private const int EndLength = 22, Locator64Length = 20, End64Length = 56;
    private const int MaxComment = ushort.MaxValue;

    // Each member takes memory here; a model of 100,000 tensors stays well below.
    private const int MaxMembers = 1 << 19;

    /// <summary>Reads the central directory: where each member's bytes begin, and how many they are, by name.</summary>
    /// <exception cref="InputException">The archive is cut off or damaged, or has compressed, encrypted or doubled members.</exception>
    public static IReadOnlyDictionary<string, ZipMember> Read(MappedFile file)
    {
        var (position, end, count) = FindDirectory(file);
        var members = new Dictionary<string, ZipMember>(StringComparer.Ordinal);
        for (var i = 0L; i < count; i++)
        {
            var member = ZipMember.Read(file, position, end);
            if (!members.TryAdd(member.Name, member))
                throw Bad(file, $"one member {ErrorText.Quote(member.Name)}, found two");
            position = member.NextEntry;
        }

        return members;
    }

    private static (long Position, long End, long Count) FindDirectory(MappedFile file)
    {
        var record = FindEnd(file);
        long count = U16(file, record + 10), length = U32(file, record + 12), position = U32(file, record + 16);
        if (record >= Locator64Length && U32(file, record - Locator64Length) == Locator64Signature)
        {
            var record64 = I64(file, record - Locator64Length + 8);
            if (record64 < 0 || record64 > file.Length - End64Length || U32(file, record64) != End64Signature)
                throw Bad(file, "a 64-bit end of the directory where its locator points, found none");
            (count, length, position) = (I64(file, record64 + 32), I64(file, record64 + 40), I64(file, record64 + 48));
        }

        if (position < 0 || length < 0 || position > record - length)
            throw Bad(file, "a directory within the file, found one beyond it (cut off?)");
        return count is >= 0 and <= MaxMembers ? (position, position + length, count) : throw Bad(file, $"at most {MaxMembers} members, found {count}");
    }

    private static long FindEnd(MappedFile file)
    {
        for (var position = file.Length - EndLength; position >= Math.Max(0, file.Length - EndLength - MaxComment); position--)
        {
            if (U32(file, position) == EndSignature && U16(file, position + 20) == file.Length - EndLength - position)
                return position;
        }

        throw Bad(file, "a directory at its end, found none (cut off?)");
    }

    private static int U16(MappedFile file, long position) => BinaryPrimitives.ReadUInt16LittleEndian(file.Span(position, 2));

    private static uint U32(MappedFile file, long position) => BinaryPrimitives.ReadUInt32LittleEndian(file.Span(position, 4));

    private static long I64(MappedFile file, long position) => BinaryPrimitives.ReadInt64LittleEndian(file.Span(position, 8));

    private static InputException Bad(MappedFile file, string expected) => new(
        $"{file.Path}: a zip archive of torch.save: expected {expected}");
}
