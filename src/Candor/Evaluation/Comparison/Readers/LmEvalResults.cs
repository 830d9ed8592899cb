using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>A results file of lm-eval 0.4, with the <c>run.json</c> beside it where Candor wrote it.</summary>
internal sealed record LmEvalResults
{
    private const string Prefix = "results_";
    private const string Suffix = ".json";

    public required string FilePath { get; init; }

    public required string Harness { get; init; }

    public required string Model { get; init; }

    public required double Date { get; init; }

    public required IReadOnlyList<LmEvalTask> Tasks { get; init; }

    public string? Template { get; init; }

    /// <summary>What Candor adds, or null for the harness's own logs.</summary>
    public CandorRunFile? Candor { get; init; }

    /// <summary>The results files directly in a folder.</summary>
    public static string[] In(string folder) => [.. Directory.GetFiles(folder, Prefix + "*" + Suffix).Order(StringComparer.Ordinal)];

    /// <summary>Where the documents of one of its tasks are, whether or not the file is there.</summary>
    public string SamplesPath(string task)
    {
        var name = Path.GetFileName(FilePath);
        return Path.Combine(Path.GetDirectoryName(FilePath)!, $"samples_{task}_{name[Prefix.Length..^Suffix.Length]}.jsonl");
    }

    /// <summary>Whether an object looks like a results file of this harness, of any version.</summary>
    public static bool Looks(JsonElement root) =>
        root.Get("results")?.ValueKind == JsonValueKind.Object
        && root.Get("versions")?.ValueKind == JsonValueKind.Object
        && root.Get("config") is not null;

    /// <summary>Reads one results file.</summary>
    /// <exception cref="InputException">It is damaged or holds aggregates only.</exception>
    public static LmEvalResults Read(string path)
    {
        using var document = JsonFiles.ReadObject(path);
        var root = document.RootElement;
        if (!Looks(root))
            throw new InputException($"{path}: expected results of lm-eval with the keys results, versions and config");
        if (root.Get("configs") is null && root.Get("n-samples") is null)
            throw new InputException($"{path}: lm-eval 0.3 wrote aggregates only: the file has no documents, so nothing can be paired");

        var name = Path.GetFileName(path);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal))
            throw new InputException($"{path}: expected the name results_<date>.json, which leads to samples_<task>_<date>.jsonl beside it");

        var candor = CandorRunFile.BesideResults(path);
        return new LmEvalResults
        {
            FilePath = path,
            Harness = (candor?.Version ?? root.Text("candor_version")) is { } own
                ? "candor " + own
                : "lm-eval " + (root.Text("lm_eval_version") ?? "0.4"),
            Model = candor?.Model ?? root.Text("model_name") ?? "unnamed",
            Date = root.Get("date") is { } date && PythonJson.Number(date) is { } seconds ? seconds : 0,
            Tasks =
            [
                .. root.Get("results")!.Value.EnumerateObject().Where(IsTask)
                    .Select(entry => LmEvalTask.Parse(root, entry.Name, entry.Value))
                    .Where(task => task.Metrics.Count > 0),
            ],
            Template = candor is not null ? candor.Template : Templates(root),
            Candor = candor,
        };

        // A group (mmlu) has a score but no documents of its own. A name that is also a path leads nowhere.
        bool IsTask(JsonProperty entry) => entry.Value.ValueKind == JsonValueKind.Object
            && root.Get("groups", entry.Name) is null
            && entry.Name.AsSpan().IndexOfAny('/', '\\') < 0;
    }

    private static string? Templates(JsonElement root)
    {
        string[] parts =
        [
            .. root.Text("chat_template_sha") is { } template ? new[] { "chat template " + template } : [],
            .. root.Text("system_instruction_sha") is { } system ? new[] { "system instruction " + system } : [],
        ];
        return parts.Length == 0 ? null : string.Join(", ", parts);
    }
}
