using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Candor.Checkpoints.Pickles;

/// <summary>
/// Writes the few pickle opcodes (protocol 2) that a dictionary of tensors needs, so that <c>torch.load(…, weights_only=True)</c> reads it.
/// </summary>
internal sealed class PickleWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>The pickle of a dictionary of tensors, each a whole storage of its own, named 0, 1, 2…</summary>
    public static byte[] TensorDictionary(IEnumerable<TensorEntry> entries)
    {
        var writer = new PickleWriter();
        writer.Raw(0x80, 2, (byte)'}', (byte)'(');
        foreach (var (index, entry) in entries.Index())
        {
            writer.Text(entry.Name);
            writer.Tensor(entry, index);
        }

        writer.Raw((byte)'u', (byte)'.');
        return writer._bytes.WrittenSpan.ToArray();
    }

    private void Tensor(TensorEntry entry, int storage)
    {
        Global("torch._utils", "_rebuild_tensor_v2");
        Raw((byte)'(');
        Raw((byte)'(');
        Text("storage");
        Global("torch", StorageName(entry.Dtype));
        Text(storage.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Text("cpu");
        Integer(entry.ElementCount);
        // TUPLE, BINPERSID: the storage by its key.
        Raw((byte)'t', (byte)'Q');
        Integer(0);
        Tuple(entry.Shape);
        Tuple(Strides(entry.Shape));
        // requires_grad is false; no backward hooks.
        Raw(0x89);
        Global("collections", "OrderedDict");
        Raw((byte)')', (byte)'R');
        Raw((byte)'t', (byte)'R');
    }

    private static long[] Strides(IReadOnlyList<long> shape)
    {
        var strides = new long[shape.Count];
        for (var (i, stride) = (shape.Count - 1, 1L); i >= 0; stride *= Math.Max(1, shape[i--]))
            strides[i] = stride;
        return strides;
    }

    private void Tuple(IReadOnlyList<long> values)
    {
        Raw((byte)'(');
        foreach (var value in values)
            Integer(value);
        Raw((byte)'t');
    }

    private void Integer(long value)
    {
        Span<byte> bytes = stackalloc byte[10];
        if (value <= int.MaxValue)
        {
            bytes[0] = (byte)'J';
            BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], (int)value);
            _bytes.Write(bytes[..5]);
            return;
        }

        // LONG1 of eight bytes.
        (bytes[0], bytes[1]) = (0x8a, 8);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[2..], value);
        _bytes.Write(bytes);
    }

    private void Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, utf8.Length);
        Raw((byte)'X');
        _bytes.Write(length);
        _bytes.Write(utf8);
    }

    private void Global(string module, string name) => _bytes.Write(Encoding.ASCII.GetBytes($"c{module}\n{name}\n"));

    private void Raw(params ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    private static string StorageName(TensorDtype dtype) => dtype switch
    {
        TensorDtype.Float64 => "DoubleStorage",
        TensorDtype.Float32 => "FloatStorage",
        TensorDtype.Float16 => "HalfStorage",
        TensorDtype.BFloat16 => "BFloat16Storage",
        TensorDtype.Int64 => "LongStorage",
        TensorDtype.Int32 => "IntStorage",
        TensorDtype.Int16 => "ShortStorage",
        TensorDtype.Int8 => "CharStorage",
        TensorDtype.UInt8 => "ByteStorage",
        TensorDtype.Bool => "BoolStorage",
        _ => throw new NotSupportedException($"torch.save has no storage of {dtype.TorchName()} that older versions read"),
    };
}
