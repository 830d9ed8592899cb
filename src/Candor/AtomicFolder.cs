namespace Candor;

/// <summary>Folders that are there whole or not at all.</summary>
public static class AtomicFolder
{
    /// <summary>The end of the name under which a folder is filled first.</summary>
    public const string TemporarySuffix = ".tmp";

    /// <summary>Fills a folder under a temporary name beside it, then renames it. On a failure nothing is left.</summary>
    /// <param name="path">The folder; it must not exist or be empty.</param>
    /// <param name="fill">Writes the files into the folder that it is given.</param>
    /// <exception cref="InputException">The folder holds something already.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, Action<string> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (File.Exists(full))
            throw new InputException($"{path}: expected a new or empty folder, found a file");
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any())
            throw new InputException($"{path}: expected a new or empty folder, found files in it");
        var temporary = full + TemporarySuffix;
        Clear(temporary);
        Directory.CreateDirectory(temporary);
        try
        {
            fill(temporary);
            if (Directory.Exists(full))
                Directory.Delete(full);
            Directory.Move(temporary, full);
        }
        catch
        {
            Clear(temporary);
            throw;
        }
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }
}
