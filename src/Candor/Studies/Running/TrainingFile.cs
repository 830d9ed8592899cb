using System.Text;
using Candor.Studies.Graph;

namespace Candor.Studies.Running;

/// <summary>
/// The training file of a step, in the training's own run folder, so that <c>candor train</c> repeats the step without the study. Paths in
/// it are relative to it where they can be, so a study's folder reads the same wherever it lies beside its inputs.
/// </summary>
public static class TrainingFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "training.yaml";

    /// <summary>Writes the file.</summary>
    /// <returns>Its path.</returns>
    public static string Write(TrainingWork work)
    {
        ArgumentNullException.ThrowIfNull(work);
        Directory.CreateDirectory(work.Folder);
        var paths = work.Training.Paths.Select(pair => KeyValuePair.Create(pair.Key, Relative(work.Folder, pair.Value)));
        var lines = paths.Append(KeyValuePair.Create("output_dir", ".")).Concat(work.Training.Values)
            .Select(pair => $"{pair.Key}: {Quote(pair.Value)}\n");
        var text = $"# {work.Training.Recipe.Name} of a study: candor train {Name} repeats it.\n" + string.Concat(lines);
        var path = Path.Combine(work.Folder, Name);
        AtomicFile.Write(path, output => output.Write(Encoding.UTF8.GetBytes(text)));
        return path;
    }

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    /// <summary>In single quotes, in which YAML knows one escape.</summary>
    private static string Quote(string text) => text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '-' or '_')
        ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
