namespace Candor.Checkpoints.Gguf;

/// <summary>A metadata value as it lies in the file; it is read when someone asks for it.</summary>
/// <param name="Type">Its type, or for an array the type of its elements.</param>
/// <param name="Count">Number of elements of an array; null for one value.</param>
/// <param name="Offset">Where the value, or the first element, begins.</param>
internal readonly record struct GgufValue(GgufValueType Type, int? Count, long Offset)
{
    // An order of magnitude above any vocabulary and any list of merges.
    private const int MaxElements = 1 << 24;

    // An array of bytes may be a file in itself.
    private const int MaxBytes = 1 << 28;

    /// <summary>What it is, for messages.</summary>
    public string Description => Count is { } count ? $"a list of {count} ({Type.Describe()})" : Type.Describe();

    /// <summary>Reads the type, notes where the value begins, and passes over it.</summary>
    /// <exception cref="InputException">It is of no known type, reaches beyond the file, or is an array of arrays.</exception>
    public static GgufValue Pass(GgufCursor cursor, string key)
    {
        var type = ReadType(cursor, key);
        if (type != GgufValueType.Array)
        {
            var single = new GgufValue(type, null, cursor.Position);
            PassOne(cursor, type, key);
            return single;
        }

        var element = ReadType(cursor, key);
        if (element == GgufValueType.Array)
            throw new InputException($"{cursor.Path}: {key}: expected a flat list, found a list of lists");
        var size = element.ByteSize();
        var count = cursor.Count(key, size > 0 ? size : sizeof(ulong), size == 1 ? MaxBytes : MaxElements);
        var list = new GgufValue(element, count, cursor.Position);
        if (size > 0)
            cursor.Skip((ulong)count, size, key);
        for (var i = 0; size == 0 && i < count; i++)
            cursor.SkipText(key);
        return list;
    }

    private static void PassOne(GgufCursor cursor, GgufValueType type, string key)
    {
        if (type == GgufValueType.Text)
            cursor.SkipText(key);
        else
            cursor.Skip(1, type.ByteSize(), key);
    }

    private static GgufValueType ReadType(GgufCursor cursor, string key)
    {
        var number = cursor.UInt32(key);
        return number <= (uint)GgufValueType.Float64
            ? (GgufValueType)number
            : throw new InputException($"{cursor.Path}: {key}: expected a type from 0 to {(int)GgufValueType.Float64}, found {number}");
    }
}
