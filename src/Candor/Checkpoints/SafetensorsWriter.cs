using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Checkpoints;

/// <summary>
/// Writes safetensors files, byte for byte as the reference implementation does: the widest dtypes first, then by name, the header
/// padded so that the data begins at a multiple of 8. A file appears whole or not at all.
/// </summary>
/// <remarks>Follows <c>prepare</c> of safetensors 0.8.0, and <c>split_torch_state_dict_into_shards</c> of huggingface_hub for shards.</remarks>
public static class SafetensorsWriter
{
    /// <summary>The largest shard that transformers writes by default.</summary>
    public const long DefaultShardBytes = 50_000_000_000;

    private const int Alignment = sizeof(ulong);

    // A tensor above 2 GB does not fit into one span.
    private const int ChunkBytes = 64 << 20;

    /// <summary>The order in which the reference lays dtypes out; each is at least as wide as those after it.</summary>
    private static readonly TensorDtype[] LayoutOrder =
    [
        TensorDtype.Int64, TensorDtype.Float64, TensorDtype.Float32, TensorDtype.Int32, TensorDtype.BFloat16, TensorDtype.Float16,
        TensorDtype.Int16, TensorDtype.Float8E4M3, TensorDtype.Float8E5M2, TensorDtype.Int8, TensorDtype.UInt8, TensorDtype.Bool,
    ];

    private static readonly JsonWriterOptions HeaderOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions IndexOptions = HeaderOptions with { Indented = true, NewLine = "\n" };

    /// <summary>Writes all tensors of a source into one file, marked as PyTorch's (<c>format: pt</c>).</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="source">The tensors; each is asked for when it is written.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ITensorSource source) => Write(path, source, [.. source.Tensors.Values]);

    /// <summary>
    /// Writes a model's weights into a folder: <c>model.safetensors</c>, or where they are larger than one shard,
    /// <c>model-00001-of-0000N.safetensors</c> and, last, the index.
    /// </summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="source">The tensors; shards are filled in their order.</param>
    /// <param name="maxShardBytes">The largest shard; a tensor above it has one for itself.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void WriteModel(string folder, ITensorSource source, long maxShardBytes = DefaultShardBytes)
    {
        var shards = Split(source.Tensors.Values, maxShardBytes);
        if (shards.Count <= 1)
        {
            Write(Path.Combine(folder, "model.safetensors"), source);
            return;
        }

        string Name(int shard) => $"model-{shard + 1:d5}-of-{shards.Count:d5}.safetensors";
        for (var i = 0; i < shards.Count; i++)
            Write(Path.Combine(folder, Name(i)), source, shards[i]);
        var shardOfTensor = shards.SelectMany((shard, i) => shard.Select(entry => KeyValuePair.Create(entry.Name, Name(i))));
        AtomicFile.Write(Path.Combine(folder, "model.safetensors.index.json"), output => WriteIndex(output, shards, shardOfTensor));
    }

    private static void Write(string path, ITensorSource source, IReadOnlyList<TensorEntry> entries)
    {
        List<TensorEntry> laidOut =
            [.. entries.OrderBy(entry => Array.IndexOf(LayoutOrder, entry.Dtype)).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        AtomicFile.Write(path, output =>
        {
            output.Write(Header(laidOut));
            foreach (var entry in laidOut)
                WriteBytes(output, source.View(entry.Name));
        });
    }

    private static byte[] Header(List<TensorEntry> entries)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, HeaderOptions))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("__metadata__");
            writer.WriteString("format", "pt");
            writer.WriteEndObject();
            var begin = 0L;
            foreach (var entry in entries)
                WriteEntry(writer, entry, begin, begin += ByteLength(entry));
            writer.WriteEndObject();
        }

        var length = (json.WrittenCount + Alignment - 1) / Alignment * Alignment;
        var header = new byte[sizeof(ulong) + length];
        BinaryPrimitives.WriteInt64LittleEndian(header, length);
        json.WrittenSpan.CopyTo(header.AsSpan(sizeof(ulong)));
        header.AsSpan(sizeof(ulong) + json.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void WriteEntry(Utf8JsonWriter writer, TensorEntry entry, long begin, long end)
    {
        writer.WriteStartObject(entry.Name);
        writer.WriteString("dtype", entry.Dtype.SafetensorsName());
        writer.WriteStartArray("shape");
        foreach (var size in entry.Shape)
            writer.WriteNumberValue(size);
        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets");
        writer.WriteNumberValue(begin);
        writer.WriteNumberValue(end);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static unsafe void WriteBytes(Stream output, TensorView view)
    {
        for (var position = 0L; position < view.ByteLength; position += ChunkBytes)
            output.Write(new ReadOnlySpan<byte>((byte*)view.Address + position, (int)Math.Min(ChunkBytes, view.ByteLength - position)));
    }

    private static List<List<TensorEntry>> Split(IEnumerable<TensorEntry> entries, long maxShardBytes)
    {
        var shards = new List<List<TensorEntry>>();
        var free = 0L;
        foreach (var entry in entries)
        {
            if (shards.Count == 0 || ByteLength(entry) > free)
            {
                shards.Add([]);
                free = maxShardBytes;
            }

            shards[^1].Add(entry);
            free -= ByteLength(entry);
        }

        return shards;
    }

    private static void WriteIndex(Stream output, List<List<TensorEntry>> shards, IEnumerable<KeyValuePair<string, string>> shardOfTensor)
    {
        using (var writer = new Utf8JsonWriter(output, IndexOptions))
            WriteIndex(writer, shards, shardOfTensor);
        output.WriteByte((byte)'\n');
    }

    private static void WriteIndex(Utf8JsonWriter writer, List<List<TensorEntry>> shards, IEnumerable<KeyValuePair<string, string>> shardOfTensor)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("metadata");
        writer.WriteNumber("total_parameters", shards.Sum(shard => shard.Sum(entry => entry.ElementCount)));
        writer.WriteNumber("total_size", shards.Sum(shard => shard.Sum(ByteLength)));
        writer.WriteEndObject();
        writer.WriteStartObject("weight_map");
        foreach (var (name, shard) in shardOfTensor.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            writer.WriteString(name, shard);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static long ByteLength(TensorEntry entry) => entry.ElementCount * entry.Dtype.ByteSize();
}
