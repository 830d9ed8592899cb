using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Candor.Studies.Running;

/// <summary>
/// SHA-256 of files and folders. A digest is computed once and kept beside its file's size and time of change, so that a second run of a
/// study reads no weights.
/// </summary>
public sealed class FileDigests
{
    /// <summary>The file in the run folder in which they are kept.</summary>
    public const string Name = "input_digests.json";

    private static readonly JsonSerializerOptions s_options = new() { WriteIndented = true, NewLine = "\n" };

    private readonly SortedDictionary<string, Entry> _kept;
    private readonly SortedDictionary<string, Entry> _used = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly Action<string> _note;

    private FileDigests(string path, SortedDictionary<string, Entry> kept, Action<string> note) => (_path, _kept, _note) = (path, kept, note);

    /// <summary>Those kept in a run folder; a damaged file of them costs only time.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="note">Told what takes long.</param>
    public static FileDigests Open(string folder, Action<string> note)
    {
        var path = Path.Combine(folder, Name);
        return new FileDigests(path, Read(path), note);
    }

    /// <summary>The digest of a file's content.</summary>
    /// <exception cref="InputException">There is none, or it cannot be read.</exception>
    public string OfFile(string path, CancellationToken cancellation)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            throw new InputException($"{path}: expected a file, found none");
        return Find(path, Stamp(file), file.Length, () => Hash(path, cancellation));
    }

    /// <summary>The digest of a folder: names and contents of its files in ordinal order.</summary>
    /// <exception cref="InputException">There is none, or a file in it cannot be read.</exception>
    public string OfFolder(string path, bool isDeep, CancellationToken cancellation)
    {
        if (!Directory.Exists(path))
            throw new InputException($"{path}: expected a folder, found none");
        var options = isDeep ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        var files = new DirectoryInfo(path).EnumerateFiles("*", options)
            .Select(file => (Name: Path.GetRelativePath(path, file.FullName).Replace('\\', '/'), File: file))
            .OrderBy(pair => pair.Name, StringComparer.Ordinal)
            .ToList();
        var stamp = OfLines(files.Select(pair => $"{pair.Name} {Stamp(pair.File)}"));
        return Find(path, stamp, files.Sum(pair => pair.File.Length), () =>
            OfLines(files.Select(pair => $"{pair.Name} {Hash(pair.File.FullName, cancellation)}")));
    }

    /// <summary>Keeps those that were asked for.</summary>
    public void Save()
    {
        if (_used.Count == _kept.Count && _used.All(pair => _kept.TryGetValue(pair.Key, out var kept) && kept == pair.Value))
            return;
        AtomicFile.Write(_path, output =>
        {
            JsonSerializer.Serialize(output, _used, s_options);
            output.WriteByte((byte)'\n');
        });
    }

    private string Find(string path, string stamp, long bytes, Func<string> compute)
    {
        if (!_used.TryGetValue(path, out var entry) || entry.ModifiedTime != stamp)
        {
            if (_kept.TryGetValue(path, out var kept) && kept.ModifiedTime == stamp)
            {
                entry = kept;
            }
            else
            {
                if (bytes > 1L << 30)
                    _note(string.Create(CultureInfo.InvariantCulture, $"reading {path} for its digest ({bytes / 1e9:0.0} GB); done once"));
                entry = new Entry(stamp, compute());
            }

            _used[path] = entry;
        }

        return entry.Sha256;
    }

    private static string Stamp(FileInfo file) => string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}");

    private static string OfLines(IEnumerable<string> lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    private static string Hash(string path, CancellationToken cancellation)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[(int)Math.Min(1 << 20, Math.Max(1, stream.Length))];
            while (stream.Read(buffer) is > 0 and var count)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer.AsSpan(0, count));
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be read: {error.Message}", error);
        }
    }

    private static SortedDictionary<string, Entry> Read(string path)
    {
        try
        {
            return File.Exists(path) && JsonSerializer.Deserialize<Dictionary<string, Entry>>(File.ReadAllBytes(path), s_options) is { } read
                ? new SortedDictionary<string, Entry>(read, StringComparer.Ordinal)
                : new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        }
        catch (JsonException)
        {
            return new SortedDictionary<string, Entry>(StringComparer.Ordinal);
        }
    }

    /// <summary>A digest and the state of the file that it belongs to.</summary>
    private sealed record Entry(
        [property: System.Text.Json.Serialization.JsonPropertyName("modified_time")] string ModifiedTime,
        [property: System.Text.Json.Serialization.JsonPropertyName("sha256")] string Sha256);
}
