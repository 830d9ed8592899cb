namespace Candor.Training.Runs;

/// <summary>
/// The model in a run's folder. Its files are written aside and flushed, then get their places: weights first, and last the configurations that
/// make a folder a model to those who read it. So a folder never looks like a model before it is one.
/// </summary>
internal static class FinishedModel
{
    private const string Name = "model";

    private static readonly string[] Configurations = ["config.json", "adapter_config.json"];

    private static readonly string[] Weights =
        ["adapter_model.safetensors", "mm_projector.*", "non_lora_trainables.*", "model.safetensors", "model.safetensors.index.json", "model-*-of-*.safetensors"];

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="write">Writes them into the folder given.</param>
    /// <exception cref="IOException">They cannot be written; nothing has got its place.</exception>
    public static void Write(string folder, Action<string> write)
    {
        var temporary = Path.Combine(folder, Name + AtomicFile.TemporarySuffix);
        Clear(temporary);
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
            Clear(temporary);
        }
    }

    /// <summary>Removes an earlier model, so that none of it stands beside what a run that starts anew leaves; perhaps it is of another kind.</summary>
    public static void Remove(string folder)
    {
        foreach (var pattern in Configurations.Concat(Weights))
        {
            foreach (var file in Directory.GetFiles(folder, pattern))
                File.Delete(file);
        }
    }

    private static bool IsConfiguration(string path) => Configurations.Contains(Path.GetFileName(path), StringComparer.Ordinal);

    private static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static void Clear(string path)
    {
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
    }
}
