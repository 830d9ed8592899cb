using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Candor.Checkpoints;

/// <summary>
/// SHA-256 of a model's weights: the same for the same names, dtypes, shapes and bytes, however they are cut into files.
/// </summary>
/// <remarks>
/// <para>
/// Each tensor is hashed on its own, so that cores can share the work; the digest is the SHA-256 of these hashes (32 bytes each), one
/// after the other in ordinal order of the names. A tensor's hash is the SHA-256 of: length of the name (uint32), name (UTF-8), length of
/// the dtype (uint32), dtype as safetensors writes it (ASCII, such as <c>BF16</c>), number of dimensions (uint32), each size (int64), then
/// the elements as they are stored, row-major. Integers are little-endian.
/// </para>
/// <para>Rotary tables that older checkpoints carry are left out: see <see cref="LlamaTensors.IsIgnored"/>.</para>
/// </remarks>
public static class WeightsDigest
{
    private const int ChunkSize = 16 << 20;

    /// <summary>The digest of all tensors of a source.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="report">Called now and then with the bytes hashed so far, by one thread at a time.</param>
    /// <param name="cancellation">Seen between chunks.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string Compute(ITensorSource source, Action<long>? report = null, CancellationToken cancellation = default) =>
        Compute(source, source.Tensors, report, cancellation);

    /// <summary>The digest of chosen tensors under chosen names.</summary>
    /// <param name="source">Where they are.</param>
    /// <param name="tensors">The name that counts, and the entry whose own name is the source's.</param>
    /// <param name="report">Called now and then with the bytes hashed so far, by one thread at a time.</param>
    /// <param name="cancellation">Seen between chunks.</param>
    /// <returns>64 hexadecimal digits in lower case.</returns>
    public static string Compute(
        ITensorSource source, IReadOnlyDictionary<string, TensorEntry> tensors, Action<long>? report, CancellationToken cancellation)
    {
        var counted = tensors.Where(pair => !LlamaTensors.IsIgnored(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToList();
        var hashes = new byte[counted.Count][];
        var progress = new Progress(report);

        // The largest first, so that the last core to finish has little left to do.
        var order = Enumerable.Range(0, counted.Count).OrderByDescending(index => ByteLength(counted[index].Value));
        var shared = Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering);
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.ForEach(shared, options, index =>
        {
            var (name, entry) = counted[index];
            hashes[index] = HashTensor(name, entry, source.View(entry.Name), progress, cancellation);
        });

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var hash in hashes)
            all.AppendData(hash);
        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    private static unsafe byte[] HashTensor(string name, TensorEntry entry, TensorView view, Progress progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        AppendText(hash, name);
        AppendText(hash, entry.Dtype.SafetensorsName());
        AppendInteger(hash, entry.Shape.Count, sizeof(uint));
        foreach (var size in entry.Shape)
            AppendInteger(hash, size, sizeof(long));
        for (var done = 0L; done < view.ByteLength;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = (int)Math.Min(ChunkSize, view.ByteLength - done);
            hash.AppendData(new ReadOnlySpan<byte>((byte*)view.Address + done, length));
            done += length;
            progress.Add(length);
        }

        return hash.GetHashAndReset();
    }

    /// <summary>Known without asking for the view, which may have to be written out first.</summary>
    private static long ByteLength(TensorEntry entry) => entry.ElementCount * entry.Dtype.ByteSize();

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AppendInteger(hash, bytes.Length, sizeof(uint));
        hash.AppendData(bytes);
    }

    private static void AppendInteger(IncrementalHash hash, long value, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.AppendData(bytes[..width]);
    }

    private sealed class Progress(Action<long>? report)
    {
        private readonly Lock _gate = new();
        private long _done;

        public void Add(int bytes)
        {
            lock (_gate)
            {
                _done += bytes;
                report?.Invoke(_done);
            }
        }
    }
}
