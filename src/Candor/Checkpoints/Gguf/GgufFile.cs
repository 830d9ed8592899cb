namespace Candor.Checkpoints.Gguf;

/// <summary>
/// A GGUF file of version 2 or 3, mapped into memory: opening reads the head (metadata and the list of tensors) only.
/// </summary>
/// <remarks>Follows https://github.com/ggml-org/ggml/blob/master/docs/gguf.md and the checks of ggml's own reader.</remarks>
internal sealed class GgufFile : IDisposable
{
    private const string Kind = "a GGUF file";
    private const int MinLength = 24;
    private const uint DefaultAlignment = 32;

    // Far above any published file, so that a head alone cannot fill the memory.
    private const int MaxTensors = 1 << 17;
    private const int MaxKeys = 1 << 16;

    // What an entry takes at least: lengths, types, one byte of value or one dimension.
    private const int MinTensorBytes = 8 + 4 + 8 + 4 + 8;
    private const int MinEntryBytes = 8 + 4 + 1;

    private readonly MappedFile _file;
    private readonly OrderedDictionary<string, GgufTensor> _tensors = new(StringComparer.Ordinal);
    private long _data;

    private GgufFile(MappedFile file)
    {
        _file = file;
        Metadata = new GgufMetadata(file);
    }

    /// <summary>Full path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Size of the file in bytes.</summary>
    public long ByteLength => _file.Length;

    /// <summary>Version of the format.</summary>
    public int Version { get; private set; }

    /// <summary>What the offsets of tensors are multiples of.</summary>
    public long Alignment { get; private set; }

    /// <summary>The metadata.</summary>
    public GgufMetadata Metadata { get; }

    /// <summary>All tensors by their names in the file, in its order.</summary>
    public IReadOnlyDictionary<string, GgufTensor> Tensors => _tensors;

    /// <summary>Opens a file and checks its head.</summary>
    /// <exception cref="InputException">The file is absent, unreadable, cut off, damaged or not a GGUF file.</exception>
    public static GgufFile Open(string path)
    {
        var file = new GgufFile(MappedFile.Open(path, Kind, MinLength));
        try
        {
            file.ReadHead();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Address of a tensor's first byte; valid until the file is closed.</summary>
    public nint Address(GgufTensor tensor)
    {
        ObjectDisposedException.ThrowIf(_file.IsDisposed, this);
        return _file.Address(_data + tensor.Offset);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void ReadHead()
    {
        var cursor = new GgufCursor(_file);
        if (!cursor.Bytes(4, "magic").SequenceEqual("GGUF"u8))
            throw _file.AnotherKind(Kind) ?? new InputException($"{Path}: expected {Kind}, which begins with \"GGUF\", found other bytes");
        Version = ReadVersion(cursor);
        var tensors = cursor.Count("number of tensors", MinTensorBytes, MaxTensors);
        var entries = cursor.Count("number of metadata entries", MinEntryBytes, MaxKeys);
        for (var i = 0; i < entries; i++)
            Metadata.ReadEntry(cursor);
        for (var i = 0; i < tensors; i++)
            Add(GgufTensor.Read(cursor, ByteLength));

        Alignment = ReadAlignment();
        _data = GgufTensor.AlignUp(cursor.Position, Alignment);
        GgufTensor.CheckLayout(_tensors.Values, ByteLength - _data, Alignment, Path);
    }

    private int ReadVersion(GgufCursor cursor) => cursor.UInt32("version") switch
    {
        2 => 2,
        3 => 3,
        0x02000000 or 0x03000000 => throw new InputException($"{Path}: expected a little-endian GGUF file, found a big-endian one"),
        var other => throw new InputException($"{Path}: version: expected 2 or 3, found {other}"),
    };

    private void Add(GgufTensor tensor)
    {
        if (!_tensors.TryAdd(tensor.Name, tensor))
            throw new InputException($"{Path}: {ErrorText.Name(tensor.Name)}: expected one tensor of this name, found two");
    }

    private int ReadAlignment()
    {
        const string Key = "general.alignment";
        var alignment = Metadata.Int(Key, 1, 1 << 30) ?? (int)DefaultAlignment;
        return int.IsPow2(alignment) ? alignment : throw new InputException($"{Path}: {Key}: expected a power of two, found {alignment}");
    }
}
