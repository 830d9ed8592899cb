using System.Buffers;
using System.Runtime.InteropServices;
using Candor.Checkpoints;

namespace Candor.Conversion;

/// <summary>
/// Tensors of another source, those that hold floats in one given type. They are converted one at a time: a view is valid until the next
/// is asked for.
/// </summary>
internal sealed unsafe class ConvertedTensors : ITensorSource
{
    private const nuint Alignment = 64;

    // Elements that one core turns at a time.
    private const int Slab = 1 << 16;

    private readonly ITensorSource _source;
    private readonly OrderedDictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);
    private readonly Action<string> _release;
    private readonly CancellationToken _cancellation;
    private string? _last;
    private byte* _converted;

    /// <summary>Takes the tensors of a source, which stays the caller's.</summary>
    /// <param name="source">The tensors.</param>
    /// <param name="dtype">The type; null leaves each as it is.</param>
    /// <param name="release">Is told the name of a tensor that is done with.</param>
    /// <param name="cancellation">Ends the conversion before the next tensor.</param>
    public ConvertedTensors(ITensorSource source, TensorDtype? dtype, Action<string> release, CancellationToken cancellation)
    {
        (_source, _release, _cancellation) = (source, release, cancellation);
        foreach (var (name, entry) in source.Tensors)
            _tensors.Add(name, dtype is { } type && entry.Dtype.IsWeightDtype() ? entry with { Dtype = type } : entry);
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <inheritdoc />
    /// <exception cref="InputException">A number is too large for the type.</exception>
    public TensorView View(string name)
    {
        _cancellation.ThrowIfCancellationRequested();
        Dispose();
        _last = name;
        var (stored, entry) = (_source.Tensors[name], _tensors[name]);
        var view = _source.View(name);
        if (stored.Dtype == entry.Dtype)
            return view;
        var length = checked(entry.ElementCount * entry.Dtype.ByteSize());
        _converted = (byte*)NativeMemory.AlignedAlloc((nuint)length, Alignment);
        var slabs = (entry.ElementCount + Slab - 1) / Slab;
        var tooLarge = 0;
        Parallel.For(0L, slabs, slab =>
        {
            if (!Convert((byte*)view.Address, stored, entry, slab * Slab))
                Volatile.Write(ref tooLarge, 1);
        });
        return tooLarge == 0
            ? new TensorView((nint)_converted, length)
            : throw new InputException($"{stored.File}: {name}: expected numbers that {entry.Dtype.TorchName()} can hold, found larger ones");
    }

    /// <summary>Frees what was converted last.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_converted);
        _converted = null;
        if (_last is not null)
            _release(_last);
        _last = null;
    }

    private bool Convert(byte* bytes, TensorEntry stored, TensorEntry entry, long start)
    {
        var count = (int)Math.Min(Slab, entry.ElementCount - start);
        int from = stored.Dtype.ByteSize(), to = entry.Dtype.ByteSize();
        var buffer = ArrayPool<float>.Shared.Rent(2 * Slab);
        Span<float> values = buffer.AsSpan(0, count), rounded = buffer.AsSpan(Slab, count);
        var result = new Span<byte>(_converted + (start * to), count * to);
        FloatConversion.Read(new ReadOnlySpan<byte>(bytes + (start * from), count * from), stored.Dtype, values);
        FloatConversion.Write(values, entry.Dtype, result);
        FloatConversion.Read(result, entry.Dtype, rounded);
        var fits = true;
        for (var i = 0; i < count; i++)
            fits &= !float.IsInfinity(rounded[i]) || float.IsInfinity(values[i]);
        ArrayPool<float>.Shared.Return(buffer);
        return fits;
    }
}
