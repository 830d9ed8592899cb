using System.IO.MemoryMappedFiles;

namespace Candor.Checkpoints;

/// <summary>A file of weights mapped into memory for reading: its bytes are pages of the file until they are touched.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private MappedFile(string path, MemoryMappedFile map, long length)
    {
        _map = map;
        _view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
        Path = path;
        Length = length;
    }

    private static ReadOnlySpan<byte> LfsPointerStart => "version https://git-lfs.github.com/spec/"u8;

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length { get; }

    public bool IsDisposed { get; private set; }

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kind">What it should be, for messages: "a safetensors file".</param>
    /// <param name="minimum">Bytes that the smallest such file has.</param>
    /// <exception cref="InputException">The file is absent, unreadable or too small.</exception>
    public static MappedFile Open(string path, string kind, int minimum)
    {
        var fullPath = System.IO.Path.GetFullPath(path);
        try
        {
            var handle = File.OpenHandle(fullPath);
            var length = RandomAccess.GetLength(handle);
            if (length >= minimum)
            {
                var map = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
                return new MappedFile(fullPath, map, length);
            }

            handle.Dispose();
            throw new InputException($"{fullPath}: expected {kind}, found {length} bytes");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{fullPath}: expected a file, found none", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{fullPath}: expected a readable file: {ErrorText.Reason(error)}", error);
        }
    }

    /// <summary>Bytes of the file; the caller has checked that they lie within it.</summary>
    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>Address of a byte of the file; valid until the file is closed.</summary>
    public nint Address(long offset) => (nint)(_start + offset);

    /// <summary>The error for a file that is something else altogether, or null where it may be a damaged file of weights.</summary>
    /// <param name="kind">What it should be: "a safetensors file".</param>
    public InputException? AnotherKind(string kind)
    {
        var beginning = Span(0, (int)Math.Min(Length, 200));
        if (beginning.StartsWith(LfsPointerStart))
            return new InputException(
                $"{Path}: expected weights, found a Git LFS pointer: the clone was made without LFS (run `git lfs pull`)");
        return beginning.StartsWith("<"u8) ? new InputException($"{Path}: expected {kind}, found a page of HTML or XML") : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }
}
