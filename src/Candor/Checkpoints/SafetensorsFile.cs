using System.Buffers.Binary;

namespace Candor.Checkpoints;

/// <summary>
/// One safetensors file, mapped into memory: opening reads the header only, and tensors are pages of the file until they are touched.
/// </summary>
public sealed class SafetensorsFile : ITensorSource
{
    private const string Kind = "a safetensors file";

    /// <summary>The format's limit on the header, in bytes.</summary>
    private const int MaxHeaderLength = 100_000_000;

    private const int LengthFieldSize = sizeof(ulong);

    private readonly MappedFile _file;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsSlot> _slots = new(StringComparer.Ordinal);
    private long _data;

    private SafetensorsFile(MappedFile file) => _file = file;

    /// <summary>Full path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Size of the file in bytes.</summary>
    public long ByteLength => _file.Length;

    /// <summary>The header's free text by key (<c>__metadata__</c>), or null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; private set; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens a file and checks its header: every byte must belong to exactly one tensor.</summary>
    /// <exception cref="InputException">The file is absent, unreadable, cut off, or not a valid safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var file = new SafetensorsFile(MappedFile.Open(path, Kind, LengthFieldSize));
        try
        {
            file.ReadHeader();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public TensorView View(string name)
    {
        ObjectDisposedException.ThrowIf(_file.IsDisposed, this);
        var slot = _slots[name];
        return new TensorView(_file.Address(_data + slot.Begin), slot.End - slot.Begin);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private void ReadHeader()
    {
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(_file.Span(0, LengthFieldSize));
        if (headerLength > MaxHeaderLength || (long)headerLength > ByteLength - LengthFieldSize)
            throw NoHeader(headerLength);

        var header = SafetensorsHeader.Parse(_file.Span(LengthFieldSize, (int)headerLength), Path);
        _data = LengthFieldSize + (long)headerLength;
        SafetensorsSlot.CheckLayout(header.Slots, ByteLength - _data, Path);
        Metadata = header.Metadata;
        foreach (var slot in header.Slots.OrderBy(slot => slot.Name, StringComparer.Ordinal))
        {
            _tensors.Add(slot.Name, new TensorEntry(slot.Name, slot.Dtype, slot.Shape, Path));
            _slots.Add(slot.Name, slot);
        }
    }

    private InputException NoHeader(ulong headerLength) => _file.AnotherKind(Kind) ?? new InputException(
        $"{Path}: expected a header of at most {Math.Min(MaxHeaderLength, ByteLength - LengthFieldSize)} bytes, found a length of {headerLength} (cut off, or not a safetensors file)");
}
