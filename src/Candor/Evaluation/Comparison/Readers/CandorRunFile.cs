using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>What <c>run.json</c> says beyond lm-eval's own files. It speaks only of the one results file that it names.</summary>
internal sealed record CandorRunFile
{
    public const string FileName = "run.json";

    public required string Version { get; init; }

    public required string Protocol { get; init; }

    public required string? Model { get; init; }

    public required string? ModelDigest { get; init; }

    public required string? Template { get; init; }

    /// <summary>What the file says about each task.</summary>
    public required IReadOnlyDictionary<string, CandorTask> Tasks { get; init; }

    /// <summary>Reads the file in the results file's folder or the one above; null where neither speaks of these results.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static CandorRunFile? BesideResults(string results)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(results))!;
        foreach (var candidate in new[] { folder, Path.GetDirectoryName(folder) })
        {
            var path = Path.Combine(candidate ?? "", FileName);
            if (candidate is not null && File.Exists(path) && Read(path, Path.GetFileName(results)) is { } run)
                return run;
        }

        return null;
    }

    private static CandorRunFile? Read(string path, string results)
    {
        using var document = JsonFiles.ReadObject(path);
        var root = document.RootElement;
        if (root.Text("results") is not { } named || Path.GetFileName(named) != results)
            return null;

        return new CandorRunFile
        {
            Version = root.Text("candor_version") ?? "",
            Protocol = root.Text("protocol") ?? throw new InputException($"{path}: protocol: expected a name"),
            Model = root.Get("model")?.Text("name"),
            ModelDigest = root.Get("model")?.Text("digest"),
            Template = TemplateOf(root),
            Tasks = TasksOf(root),
        };
    }

    private static string? TemplateOf(JsonElement element) =>
        element.Get("template") is { } template ? $"{template.Text("name")} {template.Text("sha256")}" : null;

    private static Dictionary<string, CandorTask> TasksOf(JsonElement root) => root.Get("tasks") is { ValueKind: JsonValueKind.Object } tasks
        ? tasks.EnumerateObject().DistinctBy(task => task.Name).ToDictionary(task => task.Name, task => new CandorTask(
            task.Value.Text("data_sha256"),
            TemplateOf(task.Value),
            task.Value.Text("images") is { } images and not "own" ? images : null))
        : [];
}

/// <summary>A task in <c>run.json</c>.</summary>
/// <param name="DataSha256">SHA-256 of its data file.</param>
/// <param name="Template">Name and hash of the template of its own prompts.</param>
/// <param name="ShownImages">What was shown in place of the data's pictures.</param>
internal sealed record CandorTask(string? DataSha256, string? Template, string? ShownImages);
