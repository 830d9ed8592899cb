using System.Globalization;

namespace Candor.Checkpoints.Gguf;

/// <summary>The metadata of a GGUF file with typed access. Integers may be stored in any width.</summary>
internal sealed class GgufMetadata(MappedFile file)
{
    // The format's limit.
    private const int MaxKey = ushort.MaxValue;

    private readonly OrderedDictionary<string, GgufValue> _values = new(StringComparer.Ordinal);

    /// <summary>Full path of the file, for messages.</summary>
    public string Path => file.Path;

    /// <summary>All keys in the order of the file.</summary>
    public IReadOnlyList<string> Keys => _values.Keys;

    /// <summary>Reads one key and notes its value.</summary>
    /// <exception cref="InputException">The entry is broken, or its key was there before.</exception>
    public void ReadEntry(GgufCursor cursor)
    {
        var key = cursor.Text("metadata key", MaxKey);
        var value = GgufValue.Pass(cursor, ErrorText.Name(key));
        if (!_values.TryAdd(key, value))
            throw new InputException($"{Path}: {ErrorText.Name(key)}: expected one entry of this key, found two");
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public int RequiredInt(string key, int min, int max) =>
        Int(key, min, max) ?? throw new InputException($"{Path}: {key}: expected an integer from {min} to {max}, found nothing");

    public int? Int(string key, int min, int max)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        var expected = $"an integer from {min} to {max}";
        if (value.Count is not null || AsInteger(value) is not { } number)
            throw Wrong(key, expected, value.Description);
        return number >= min && number <= max ? (int)number : throw Wrong(key, expected, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// A finite number above zero. One stored in 32 bits is taken as the shortest decimal that gives these bits: the file has
    /// float32(1e-5) where config.json had 1e-5.
    /// </summary>
    public double? Positive(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        const string Expected = "a number above 0";
        double? number = (value.Count, value.Type) switch
        {
            (null, GgufValueType.Float32) => Shortest(At(value).Float32()),
            (null, GgufValueType.Float64) => At(value).Float64(),
            (null, _) => (double?)AsInteger(value),
            _ => null,
        };
        return number switch
        {
            null => throw Wrong(key, Expected, value.Description),
            > 0 and < double.PositiveInfinity => number,
            _ => throw Wrong(key, Expected, number.Value.ToString(CultureInfo.InvariantCulture)),
        };
    }

    public bool? Bool(string key) =>
        !_values.TryGetValue(key, out var value) ? null
        : value is { Count: null, Type: GgufValueType.Bool } ? At(value).Cursor.Bytes(1, key)[0] != 0
        : throw Wrong(key, "true or false", value.Description);

    public string? Text(string key) =>
        !_values.TryGetValue(key, out var value) ? null
        : value is { Count: null, Type: GgufValueType.Text } ? At(value).Cursor.Text(key)
        : throw Wrong(key, "text", value.Description);

    /// <summary>A list of texts; null where the key is absent.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        if (value is not { Count: { } count, Type: GgufValueType.Text })
            throw Wrong(key, "a list of texts", value.Description);
        var cursor = At(value).Cursor;
        var texts = new string[count];
        for (var i = 0; i < count; i++)
            texts[i] = cursor.Text(key);
        return texts;
    }

    /// <summary>A list of integers of 32 bits; null where the key is absent.</summary>
    public IReadOnlyList<int>? Ints(string key) =>
        List(key, GgufValueType.Int32, GgufValueType.UInt32, "a list of 32-bit integers", at => at.Int32());

    /// <summary>A list of fractions of 32 bits; null where the key is absent.</summary>
    public IReadOnlyList<float>? Floats(string key) =>
        List(key, GgufValueType.Float32, GgufValueType.Float32, "a list of 32-bit fractions", at => at.Float32());

    /// <summary>The error for a value that is not the one expected.</summary>
    public InputException Wrong(string key, string expected, string found) => new($"{Path}: {key}: expected {expected}, found {found}");

    private T[]? List<T>(string key, GgufValueType type, GgufValueType alternative, string expected, Func<Place, T> read)
    {
        if (!_values.TryGetValue(key, out var value))
            return null;
        if (value.Count is not { } count || (value.Type != type && value.Type != alternative))
            throw Wrong(key, expected, value.Description);
        var place = At(value);
        var items = new T[count];
        for (var i = 0; i < count; i++)
            items[i] = read(place);
        return items;
    }

    private Int128? AsInteger(GgufValue value)
    {
        var place = At(value);
        return value.Type switch
        {
            GgufValueType.UInt8 => place.Bytes(1)[0],
            GgufValueType.Int8 => (sbyte)place.Bytes(1)[0],
            GgufValueType.UInt16 => BitConverter.ToUInt16(place.Bytes(2)),
            GgufValueType.Int16 => BitConverter.ToInt16(place.Bytes(2)),
            GgufValueType.UInt32 => BitConverter.ToUInt32(place.Bytes(4)),
            GgufValueType.Int32 => place.Int32(),
            GgufValueType.UInt64 => BitConverter.ToUInt64(place.Bytes(8)),
            GgufValueType.Int64 => BitConverter.ToInt64(place.Bytes(8)),
            _ => null,
        };
    }

    private static double Shortest(float value) =>
        double.Parse(value.ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private Place At(GgufValue value) => new(new GgufCursor(file) { Position = value.Offset });

    // The values were passed over once, so they lie within the file.
    private readonly record struct Place(GgufCursor Cursor)
    {
        public ReadOnlySpan<byte> Bytes(int count) => Cursor.Bytes(count, "metadata");

        public int Int32() => BitConverter.ToInt32(Bytes(4));

        public float Float32() => BitConverter.ToSingle(Bytes(4));

        public double Float64() => BitConverter.ToDouble(Bytes(8));
    }
}
