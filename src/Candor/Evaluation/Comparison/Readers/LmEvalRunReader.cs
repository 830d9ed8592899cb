namespace Candor.Evaluation.Comparison.Readers;

/// <summary>
/// Reads folders of lm-evaluation-harness 0.4 (<c>results_&lt;date&gt;.json</c> with <c>samples_&lt;task&gt;_&lt;date&gt;.jsonl</c>) and
/// Candor's own, which have the same files and a <c>run.json</c>. A folder may hold several runs; of a task evaluated twice the later run
/// counts.
/// </summary>
public sealed class LmEvalRunReader : IRunReader
{
    // The harness's own logs name no protocol: they follow its own rules, which Candor reproduces under this name.
    private const string HarnessProtocol = "lm-eval-0.4";

    /// <inheritdoc />
    public string Reads => "a folder of candor eval or of lm-eval 0.4 with --log_samples, or a results_<date>.json in one";

    /// <inheritdoc />
    public bool CanRead(string path)
    {
        if (Directory.Exists(path))
            return FoldersWithResults(path).Length > 0;
        if (!path.EndsWith(".json", StringComparison.Ordinal))
            return false;
        using var document = JsonFiles.ReadObject(path);
        return LmEvalResults.Looks(document.RootElement);
    }

    /// <inheritdoc />
    public EvaluationRun Read(string path)
    {
        LmEvalResults[] files =
        [
            .. ResultsFiles(path).Select(LmEvalResults.Read).OrderBy(file => file.Date).ThenBy(file => file.FilePath, StringComparer.Ordinal),
        ];
        var warnings = new List<string>();
        var tasks = new List<TaskRun>();
        foreach (var file in files)
        {
            foreach (var task in ReadTasks(file, warnings))
            {
                if (tasks.RemoveAll(earlier => earlier.Task == task.Task) > 0)
                    warnings.Add($"{task.Task} was evaluated more than once in {path}; {Path.GetFileName(file.FilePath)} counts");
                tasks.Add(task);
            }
        }

        if (tasks.Count == 0)
        {
            throw new InputException(
                $"{path}: no documents, so nothing can be paired: run it again with --log_samples, which writes samples_<task>_<date>.jsonl");
        }

        var last = files[^1];
        return new EvaluationRun
        {
            Source = path,
            Harness = last.Harness,
            Model = last.Model,
            ModelDigest = last.Candor?.ModelDigest,
            Tasks = tasks,
            Warnings = warnings,
        };
    }

    private static IEnumerable<TaskRun> ReadTasks(LmEvalResults file, List<string> warnings)
    {
        foreach (var task in file.Tasks)
        {
            var samples = file.SamplesPath(task.Name);
            if (!File.Exists(samples))
            {
                warnings.Add($"{task.Name}: {Path.GetFileName(samples)} is missing; the task is left out");
                continue;
            }

            var scores = new LmEvalSamples(samples, task, warnings).Read();
            if (scores.Count > 0)
                yield return new TaskRun { Task = task.Name, Settings = Settings(file, task), Scores = scores };
        }
    }

    private static TaskSettings Settings(LmEvalResults file, LmEvalTask task)
    {
        var own = file.Candor?.Tasks.GetValueOrDefault(task.Name);
        return new TaskSettings
        {
            Protocol = file.Candor?.Protocol ?? task.Protocol ?? HarnessProtocol,
            Template = own?.Template ?? file.Template,
            ShownImages = own?.ShownImages,
            DataSha256 = own?.DataSha256,
            Version = task.Version,
            Shots = task.Shots,
        };
    }

    private static string[] ResultsFiles(string path)
    {
        if (File.Exists(path))
            return [path];
        var folders = FoldersWithResults(path);
        if (folders.Length == 1)
            return LmEvalResults.In(folders[0]);
        var names = string.Join(", ", folders.Select(Path.GetFileName));
        throw new InputException($"{path}: expected the run of one model, found {names}: name one of these folders");
    }

    private static string[] FoldersWithResults(string path) => LmEvalResults.In(path).Length > 0
        ? [path]
        : [.. Directory.GetDirectories(path).Where(folder => LmEvalResults.In(folder).Length > 0).Order(StringComparer.Ordinal)];
}
