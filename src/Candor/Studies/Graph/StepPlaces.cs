using Candor.Checkpoints;

namespace Candor.Studies.Graph;

/// <summary>Finds the step that makes a file, so that reading it means waiting for that step.</summary>
internal sealed class StepPlaces
{
    private readonly List<(string Path, string Step)> _outputs = [];

    /// <summary>Notes what a step makes.</summary>
    public void Add(StudyStep step) => _outputs.AddRange(step.Outputs.Select(path => (Trim(path), step.Name)));

    /// <summary>What a step reads at a path.</summary>
    /// <param name="name">What it is to the step.</param>
    /// <param name="path">A full path.</param>
    /// <param name="isFolder">Whether a folder is expected there.</param>
    /// <param name="isDeep">Whether folders in it count too.</param>
    public StepInput Input(string name, string path, bool isFolder, bool isDeep = false)
    {
        if (FindStep(path) is { } step)
            return new UpstreamInput(name, step);
        return isFolder ? new FolderInput(name, path, isDeep) : new FileInput(name, path);
    }

    /// <summary>A model that a step reads: a folder, or a GGUF file.</summary>
    public StepInput Model(string name, string path) => Input(name, path, isFolder: !Checkpoint.IsGguf(path));

    /// <summary>The step that makes a path, or null.</summary>
    public string? FindStep(string path) => _outputs
        .Where(output => IsAtOrUnder(Trim(path), output.Path))
        .OrderByDescending(output => output.Path.Length)
        .Select(output => output.Step)
        .FirstOrDefault();

    private static bool IsAtOrUnder(string path, string folder) => path == folder
        || (path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == Path.DirectorySeparatorChar);

    private static string Trim(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
