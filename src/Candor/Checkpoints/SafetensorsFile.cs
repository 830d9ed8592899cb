using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Text;

namespace Candor.Checkpoints;

/// <summary>
/// One safetensors file, mapped into memory: opening reads the header only, and tensors are pages of the file until they are touched.
/// </summary>
public sealed unsafe class SafetensorsFile : ITensorSource
{
    /// <summary>The format's limit on the header, in bytes.</summary>
    private const int MaxHeaderLength = 100_000_000;

    private const int LengthFieldSize = sizeof(ulong);

    private static ReadOnlySpan<byte> LfsPointerStart => "version https://git-lfs.github.com/spec/"u8;

    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SafetensorsSlot> _slots = new(StringComparer.Ordinal);
    private byte* _data;
    private bool _isDisposed;

    private SafetensorsFile(string path, MemoryMappedFile map, long length)
    {
        _map = map;
        _view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        Path = path;
        ByteLength = length;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long ByteLength { get; }

    /// <summary>The header's free text by key (<c>__metadata__</c>), or null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; private set; }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens a file and checks its header: every byte must belong to exactly one tensor.</summary>
    /// <exception cref="InputException">The file is absent, unreadable, cut off, or not a valid safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        var (map, length) = Map(System.IO.Path.GetFullPath(path));
        var file = new SafetensorsFile(System.IO.Path.GetFullPath(path), map, length);
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
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var slot = _slots[name];
        return new TensorView((nint)(_data + slot.Begin), slot.End - slot.Begin);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    private static (MemoryMappedFile Map, long Length) Map(string path)
    {
        try
        {
            var handle = File.OpenHandle(path);
            var length = RandomAccess.GetLength(handle);
            if (length >= LengthFieldSize)
                return (MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false), length);
            handle.Dispose();
            throw new InputException($"{path}: expected a safetensors file, found {length} bytes");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: expected a file, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: expected a readable file: {error.Message}", error);
        }
    }

    private void ReadHeader()
    {
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(new ReadOnlySpan<byte>(_start, LengthFieldSize));
        if (headerLength > MaxHeaderLength || (long)headerLength > ByteLength - LengthFieldSize)
            throw NoHeader(headerLength);

        var header = SafetensorsHeader.Parse(new ReadOnlySpan<byte>(_start + LengthFieldSize, (int)headerLength), Path);
        SafetensorsSlot.CheckLayout(header.Slots, ByteLength - LengthFieldSize - (long)headerLength, Path);
        Metadata = header.Metadata;
        _data = _start + LengthFieldSize + headerLength;
        foreach (var slot in header.Slots.OrderBy(slot => slot.Name, StringComparer.Ordinal))
        {
            _tensors.Add(slot.Name, new TensorEntry(slot.Name, slot.Dtype, slot.Shape, Path));
            _slots.Add(slot.Name, slot);
        }
    }

    private InputException NoHeader(ulong headerLength)
    {
        var beginning = new ReadOnlySpan<byte>(_start, (int)Math.Min(ByteLength, 200));
        if (beginning.StartsWith(LfsPointerStart))
            return new InputException($"{Path}: expected weights, found a Git LFS pointer: the clone was made without LFS (run `git lfs pull`)");
        var text = Encoding.ASCII.GetString(beginning[..Math.Min(beginning.Length, 16)]);
        return text.StartsWith('<')
            ? new InputException($"{Path}: expected a safetensors file, found a page of HTML or XML")
            : new InputException(
                $"{Path}: expected a header of at most {Math.Min(MaxHeaderLength, ByteLength - LengthFieldSize)} bytes, found a length of {headerLength} (cut off, or not a safetensors file)");
    }
}
