using System.Text;

namespace Candor.TestSupport;

/// <summary>Writes GGUF files for tests, good ones and, part by part, bad ones.</summary>
public sealed class GgufBuilder
{
    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<GgufBuilderTensor> _tensors = [];

    /// <summary>Version of the format.</summary>
    public uint Version { get; init; } = 3;

    /// <summary>What tensors are aligned to; a file of another than 32 must say so in its metadata.</summary>
    public int Alignment { get; init; } = 32;

    /// <summary>Added to the offset that each tensor's entry states.</summary>
    public long OffsetError { get; init; }

    /// <summary>Number of tensors as the head states it, where it is not the right one.</summary>
    public ulong? StatedTensors { get; init; }

    /// <summary>Number of metadata entries as the head states it, where it is not the right one.</summary>
    public ulong? StatedEntries { get; init; }

    /// <summary>Bytes before the first tensor's data, known once the file was built.</summary>
    public int HeadLength { get; private set; }

    /// <summary>Adds a metadata entry; the type in the file follows that of the value.</summary>
    public GgufBuilder Add(string key, object value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Adds a tensor of F32.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="shape">Its sizes, outermost first.</param>
    /// <param name="values">As many values.</param>
    public GgufBuilder Tensor(string name, long[] shape, ReadOnlySpan<float> values) =>
        Tensor(name, 0, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Adds a tensor of any type.</summary>
    public GgufBuilder Tensor(string name, uint type, long[] shape, byte[] data)
    {
        _tensors.Add(new GgufBuilderTensor(name, type, shape, data));
        return this;
    }

    /// <summary>The bytes of the file.</summary>
    public byte[] Build()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write(StatedTensors ?? (ulong)_tensors.Count);
        writer.Write(StatedEntries ?? (ulong)_metadata.Count);
        foreach (var (key, value) in _metadata)
        {
            WriteText(writer, key);
            WriteValue(writer, value);
        }

        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            WriteText(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Length);
            foreach (var size in tensor.Shape.Reverse())
                writer.Write(size);
            writer.Write(tensor.Type);
            writer.Write(offset + OffsetError);
            offset = (offset + tensor.Data.Length + Alignment - 1) / Alignment * Alignment;
        }

        Pad(writer);
        HeadLength = (int)stream.Length;
        foreach (var tensor in _tensors)
        {
            Pad(writer);
            writer.Write(tensor.Data);
        }

        writer.Flush();
        return stream.ToArray();
    }

    private void Pad(BinaryWriter writer)
    {
        writer.Flush();
        while (writer.BaseStream.Position % Alignment != 0)
            writer.Write((byte)0);
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        writer.Write(TypeOf(value));
        if (value is Array list)
        {
            writer.Write(TypeOf(list.Length > 0 ? list.GetValue(0)! : ""));
            writer.Write((ulong)list.Length);
            foreach (var item in list)
                WriteScalar(writer, item);
        }
        else
        {
            WriteScalar(writer, value);
        }
    }

    private static uint TypeOf(object value) => value switch
    {
        byte => 0,
        sbyte => 1,
        ushort => 2,
        short => 3,
        uint => 4,
        int => 5,
        float => 6,
        bool => 7,
        string => 8,
        Array => 9,
        ulong => 10,
        long => 11,
        double => 12,
        _ => throw new ArgumentException($"no type of GGUF for {value.GetType()}", nameof(value)),
    };

    private static void WriteScalar(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case sbyte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case short number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool flag: writer.Write(flag); break;
            case ulong number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case double number: writer.Write(number); break;
            case Array: WriteValue(writer, value); break;
            default: WriteText(writer, (string)value); break;
        }
    }

    private static void WriteText(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private sealed record GgufBuilderTensor(string Name, uint Type, long[] Shape, byte[] Data);
}
