using System.Runtime.InteropServices;
using Candor.Checkpoints.Pickles;

namespace Candor.Checkpoints;

/// <summary>
/// A file that torch.save wrote (<c>.bin</c>, <c>.pt</c>, <c>.pth</c>), of today's zip format or the one before PyTorch 1.6. Only records
/// of tensors and plain values are understood; nothing in the file is executed.
/// </summary>
/// <remarks>
/// The numbers of a tensor stay in the mapped file where they lie there row after row. Others (transposed, strided, expanded, of a
/// big-endian machine) are written out into memory of this object when they are first asked for.
/// </remarks>
public sealed unsafe class TorchFile : ITensorSource
{
    private const string Kind = "a file of torch.save";

    private const nuint Alignment = 64;

    // A few bytes can announce any number of elements over one stored number; weights are never many times what is stored.
    private const long MinCopied = 1 << 20;
    private const long MaxCopiedTimesFile = 8;

    private readonly MappedFile _file;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TorchTensor> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, nint> _copies = new(StringComparer.Ordinal);
    private readonly Lock _copying = new();
    private bool _isBigEndian;

    private TorchFile(MappedFile file) => _file = file;

    /// <summary>Full path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Size of the file in bytes.</summary>
    public long ByteLength => _file.Length;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Names, in ordinal order, of what the file holds beside tensors: a step count, settings.</summary>
    public IReadOnlyList<string> OtherEntries { get; private set; } = [];

    /// <summary>Opens a file and checks that every tensor lies within it. No numbers are read.</summary>
    /// <exception cref="InputException">
    /// The file is absent, damaged, not of torch.save, or holds something else than a dictionary of tensors and plain values.
    /// </exception>
    public static TorchFile Open(string path)
    {
        var file = new TorchFile(MappedFile.Open(path, Kind, minimum: 1));
        try
        {
            file.ReadRecords();
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
        var tensor = _records[name];
        var address = MustCopy(tensor) ? Copy(name, tensor) : tensor.Storage.Address + (nint)(tensor.Offset * tensor.Dtype.ByteSize());
        return new TensorView(address, tensor.ByteLength);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var copy in _copies.Values)
            NativeMemory.AlignedFree((void*)copy);
        _copies.Clear();
        _file.Dispose();
    }

    private void ReadRecords()
    {
        var content = _file.Span(0, (int)Math.Min(4, _file.Length)).SequenceEqual("PK\x03\x04"u8)
            ? TorchArchive.Read(_file)
            : _file.AnotherKind(Kind) is { } error ? throw error : LegacyTorchFile.Read(_file);
        if (content.Root is not PickleDict root)
            throw new InputException($"{Path}: expected a dictionary of tensors, found another object");
        _isBigEndian = content.IsBigEndian;

        // Of equal names the last counts, as in Python.
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in root.Items)
            values[key as string ?? throw new InputException($"{Path}: expected names as keys, found something else")] = value;
        OtherEntries = [.. values.Where(pair => pair.Value is not TorchTensor).Select(pair => pair.Key).Order(StringComparer.Ordinal)];
        foreach (var (name, value) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (value is TorchTensor tensor)
                Add(name, tensor);
        }

        CheckCopies();
    }

    private void Add(string name, TorchTensor tensor)
    {
        _records.Add(name, tensor);
        _tensors.Add(name, new TensorEntry(name, tensor.Dtype, tensor.Shape, Path));
    }

    private void CheckCopies()
    {
        var limit = Math.Max(MinCopied, MaxCopiedTimesFile * _file.Length);
        var needed = 0L;
        foreach (var (name, tensor) in _records.Where(pair => MustCopy(pair.Value)))
        {
            if (tensor.ByteLength > limit - needed)
                throw new InputException(
                    $"{Path}: {ErrorText.Name(name)}: expected tensors of a size like the file's, "
                    + $"found [{string.Join(", ", tensor.Shape)}] over {tensor.Storage.ByteLength} bytes");
            needed += tensor.ByteLength;
        }
    }

    private bool MustCopy(TorchTensor tensor) =>
        tensor.ByteLength > 0 && (!tensor.IsContiguous || (_isBigEndian && tensor.Dtype.ByteSize() > 1));

    private nint Copy(string name, TorchTensor tensor)
    {
        lock (_copying)
        {
            if (!_copies.TryGetValue(name, out var address))
            {
                address = (nint)NativeMemory.AlignedAlloc((nuint)tensor.ByteLength, Alignment);
                _copies.Add(name, address);
                StridedCopy.Run(tensor, _isBigEndian, (byte*)address);
            }

            return address;
        }
    }
}
