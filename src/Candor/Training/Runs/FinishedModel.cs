namespace Candor.Training.Runs;

/// <summary>
/// The model in a run's folder. Its files are written aside and flushed, then get their places: weights first, and last the configurations that
/// make a folder a model to those who read it. So a folder never looks like a model before it is one.
/// </summary>
internal static class FinishedModel
{
    private const string Name = "model";

    private static readonly string[] Configurations = ["config.json", "adapter_config.json"];

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="write">Writes them into the folder given.</param>
    /// <exception cref="IOException">They cannot be written; nothing has got its place.</exception>
    public static void Write(string folder, Action<string> write)
    {
        var temporary = Path.Combine(folder, Name + AtomicFile.TemporarySuffix);
        Remove(temporary);
        try
        {
            Directory.CreateDirectory(temporary);
            write(temporary);
            var files = Directory.GetFiles(temporary).OrderBy(IsConfiguration).ThenBy(path => path, StringComparer.Ordinal).ToList();
            files.ForEach(Flush);
            foreach (var file in files)
                File.Move(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
            DirectorySync.Flush(folder);
        }
        finally
        {
            Remove(temporary);
        }
    }

    private static bool IsConfiguration(string path) => Configurations.Contains(Path.GetFileName(path), StringComparer.Ordinal);

    private static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static void Remove(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
