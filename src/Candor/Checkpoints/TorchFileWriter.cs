using System.IO.Compression;
using Candor.Checkpoints.Pickles;

namespace Candor.Checkpoints;

/// <summary>
/// Writes files as torch.save does (<c>.bin</c>): a zip archive, nothing compressed, with a pickled dictionary of tensor records and a member
/// for each tensor's bytes. For software that does not read safetensors, such as the loaders of LLaVA v1.0.
/// </summary>
public static class TorchFileWriter
{
    private const int ChunkBytes = 64 << 20;

    /// <summary>The earliest time that a zip archive can hold: the same tensors give the same bytes.</summary>
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes all tensors of a source, in its order; the file appears whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ITensorSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var entries = source.Tensors.Values.ToList();
        var root = Path.GetFileNameWithoutExtension(path);
        AtomicFile.Write(path, output =>
        {
            using var archive = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
            Add(archive, $"{root}/data.pkl", PickleWriter.TensorDictionary(entries));
            Add(archive, $"{root}/byteorder", "little"u8);
            foreach (var (index, entry) in entries.Index())
            {
                using var member = Open(archive, $"{root}/data/{index}");
                WriteBytes(member, source.View(entry.Name));
            }

            Add(archive, $"{root}/version", "3\n"u8);
        });
    }

    private static void Add(ZipArchive archive, string name, ReadOnlySpan<byte> content)
    {
        using var member = Open(archive, name);
        member.Write(content);
    }

    private static Stream Open(ZipArchive archive, string name)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Epoch;
        return entry.Open();
    }

    private static unsafe void WriteBytes(Stream output, TensorView view)
    {
        for (var position = 0L; position < view.ByteLength; position += ChunkBytes)
            output.Write(new ReadOnlySpan<byte>((byte*)view.Address + position, (int)Math.Min(ChunkBytes, view.ByteLength - position)));
    }
}
