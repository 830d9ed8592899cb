using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using Candor.Evaluation.Text;

namespace Candor.Training.Runs;

/// <summary>
/// The list of a checkpoint's files with their sizes and XXH128 hashes, written last into its folder: what tells a whole checkpoint from a
/// damaged one. The hash guards against disks, not against people, so a fast one serves. The time spent stands here too, because it is the one
/// thing in a checkpoint that two runs of the same work do not share.
/// </summary>
internal static class CheckpointManifest
{
    /// <summary>Its name in the folder.</summary>
    public const string FileName = "checkpoint_files.json";

    private const long MaxBytes = 16 << 20;

    /// <summary>Lists the files of a folder and flushes each to disk.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="elapsed">Time spent on the run so far.</param>
    public static void Write(string folder, TimeSpan elapsed)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        AtomicFile.Write(Path.Combine(folder, FileName), output =>
        {
            using var json = new PythonJsonWriter(output, indented: true);
            json.StartObject();
            json.Member("elapsed_seconds", elapsed.TotalSeconds);
            json.Name("files");
            json.StartObject();
            foreach (var file in files)
            {
                json.Name(Path.GetRelativePath(folder, file).Replace('\\', '/'));
                json.StartObject();
                json.Member("bytes", new FileInfo(file).Length);
                json.Member("xxh128", HashAndFlush(file));
                json.EndObject();
            }

            json.EndObject();
            json.EndObject();
        });
    }

    /// <summary>What is wrong with a checkpoint's folder, or null.</summary>
    public static string? FindDamage(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return $"has no {FileName}";
        if (new FileInfo(path).Length > MaxBytes)
            return $"{FileName} is too large";
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var files = document.RootElement.GetProperty("files").EnumerateObject();
            return files.Select(file => FindDamage(folder, file)).FirstOrDefault(damage => damage is not null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return $"{FileName} is damaged";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    /// <summary>The time spent until a whole checkpoint was made.</summary>
    public static TimeSpan ReadElapsed(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, FileName)));
        return TimeSpan.FromSeconds(document.RootElement.GetProperty("elapsed_seconds").GetDouble());
    }

    private static string? FindDamage(string folder, JsonProperty listed)
    {
        var path = Path.Combine(folder, listed.Name);
        if (!File.Exists(path))
            return $"{listed.Name} is missing";
        var (expected, found) = (listed.Value.GetProperty("bytes").GetInt64(), new FileInfo(path).Length);
        if (expected != found)
            return string.Create(CultureInfo.InvariantCulture, $"{listed.Name} has {found} bytes in place of {expected}");
        using var stream = File.OpenRead(path);
        return Hash(stream) == listed.Value.GetProperty("xxh128").GetString() ? null : $"{listed.Name} has other bytes than were written";
    }

    private static string HashAndFlush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        stream.Flush(flushToDisk: true);
        return Hash(stream);
    }

    private static string Hash(Stream stream)
    {
        var hash = new XxHash128();
        hash.Append(stream);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
