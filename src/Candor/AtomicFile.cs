namespace Candor;

/// <summary>Files that are there whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>The end of the name under which a file is written first.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Writes under a temporary name, flushes to disk, renames. On a failure nothing is left but what was there before.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        try
        {
            WriteTemporary(path, write);
            Commit(path);
        }
        catch
        {
            // What could not be finished would only fill the disk.
            File.Delete(path + TemporarySuffix);
            throw;
        }
    }

    /// <summary>The first half: writes under the temporary name and flushes to disk.</summary>
    public static void WriteTemporary(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path + TemporarySuffix, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The second half: the temporary name becomes the final one.</summary>
    public static void Commit(string path) => File.Move(path + TemporarySuffix, path, overwrite: true);
}
