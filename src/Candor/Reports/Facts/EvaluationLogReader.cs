using System.Text.Json;
using Candor.Evaluation.Comparison.Readers;
using Candor.Evaluation.Metrics;
using Candor.Statistics;

namespace Candor.Reports.Facts;

/// <summary>Reads the evaluations of a study's folder.</summary>
/// <param name="study">The study's folder.</param>
internal sealed class EvaluationLogReader(string study)
{
    private const string RunFile = "run.json";

    /// <summary>Reads one evaluation.</summary>
    /// <param name="arm">The arm that was evaluated.</param>
    /// <param name="seed">Its seed.</param>
    /// <param name="folder">The folder given to <c>candor eval --output</c>, relative to the study's.</param>
    /// <param name="isBlank">Whether pictures were blank.</param>
    /// <exception cref="InputException">No logs, more than one model's, or damaged ones.</exception>
    public EvaluationLog Read(string arm, int? seed, string folder, bool isBlank)
    {
        var path = FindRunFile(folder);
        using var document = JsonFiles.ReadObject(path);
        var root = document.RootElement;
        var results = root.Text("results") ?? throw new InputException($"{path}: results: expected the name of a results file");
        var home = Path.GetDirectoryName(path)!;
        var relative = Relative(path);
        return new EvaluationLog
        {
            Arm = arm,
            Seed = seed,
            IsBlank = isBlank,
            File = relative,
            // One file's results: an earlier evaluation in the same folder is none of this study's.
            Run = RunReaders.Read(Path.Combine(home, Path.GetFileName(results))) with { Source = relative, Model = ArmLabel.Of(arm, seed) },
            Scores = [.. Items(root, "scores").Select((score, i) => Score(score, $"{path}: scores[{i}]"))],
            Tasks = [.. Members(root, "tasks").Select(task => Task(root, task, home))],
            Provenance = [.. Provenance(root)],
            Protocol = root.Text("protocol") ?? "",
            Limit = root.Get("limit")?.Whole(),
            TaskLimits = Limits(root),
            Warnings = [.. Items(root, "warnings").Select(warning => warning.AsText()).OfType<string>()],
            TruncatedRequests = root.Get("totals", "truncated_requests")?.Whole() ?? 0,
        };
    }

    private string FindRunFile(string folder)
    {
        var path = Path.GetFullPath(Path.Combine(study, folder));
        if (!Directory.Exists(path))
            throw new InputException($"{folder}: expected an evaluation's folder, found none");
        string[] found =
        [
            .. Directory.GetDirectories(path).Order(StringComparer.Ordinal).Prepend(path)
                .Select(candidate => Path.Combine(candidate, RunFile)).Where(File.Exists),
        ];
        return found.Length == 1
            ? found[0]
            : throw new InputException($"{folder}: expected one {RunFile} of one model, found {found.Length}");
    }

    private string Relative(string path) => Path.GetRelativePath(study, path).Replace('\\', '/');

    private static TaskLog Task(JsonElement root, JsonProperty task, string home)
    {
        var samples = Path.GetFileName(root.Get("samples")?.Text(task.Name) ?? "");
        return new TaskLog(
            task.Name,
            task.Value.Text("paper_name"),
            task.Value.Text("version"),
            task.Value.Text("data_sha256"),
            task.Value.Text("requests_sha256"),
            Path.Combine(home, samples));
    }

    private static IEnumerable<KeyValuePair<string, string>> Provenance(JsonElement root)
    {
        yield return new("protocol", root.Text("protocol") ?? "");
        yield return new("harness", root.Text("harness") ?? "");
        yield return new("template", root.Get("template") is { } template ? $"{template.Text("name")} {template.Text("sha256")}" : "none");
        foreach (var key in new[] { "digest", "dtype", "parameters", "max_length", "tokenizer_digest" })
        {
            if (root.Get("model")?.Text(key) is { } value)
                yield return new("model " + key.Replace('_', ' '), value);
        }

        yield return new("documents a task", root.Text("limit") is { } limit ? "the first " + limit : "all");
        foreach (var (task, count) in Limits(root))
            yield return new("documents of " + task, "the first " + Numbers.Whole(count));
        yield return new("examples in the prompt", root.Text("num_fewshot") ?? "0");
        foreach (var seed in Members(root, "seeds"))
            yield return new($"seed of {seed.Name}", seed.Value.AsText() ?? "");
        yield return new("candor", $"{root.Text("candor_version")}{(root.Text("commit") is { } commit ? $" ({commit})" : "")}");
        foreach (var package in Members(root, "package_versions"))
            yield return new(package.Name, package.Value.AsText() ?? "");
        yield return new("tokens asked for", root.Get("totals")?.Text("tokens_asked_for") ?? "0");
    }

    private static SortedDictionary<string, long> Limits(JsonElement root)
    {
        var limits = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var limit in Members(root, "limits"))
        {
            if (limit.Value.Whole() is { } count)
                limits[limit.Name] = count;
        }

        return limits;
    }

    private static ScoreCard Score(JsonElement score, string place) => new()
    {
        Task = score.Text("task") ?? throw new InputException($"{place}: task: expected a name"),
        Metric = score.Text("metric") ?? throw new InputException($"{place}: metric: expected a name"),
        Value = Number(score, "value") ?? double.NaN,
        Count = (int)(score.Get("n")?.Whole() ?? throw new InputException($"{place}: n: expected a whole number")),
        Unit = score.Text("unit") ?? "documents",
        StandardError = Number(score, "standard_error"),
        ClusteredStandardError = Number(score, "clustered_standard_error"),
        Interval = Items(score, "interval_95").Select(end => PythonJson.Number(end)).ToArray() is [{ } low, { } high]
            ? new Interval(low, high)
            : null,
        IntervalMethod = score.Text("interval_method") ?? "",
        Chance = Number(score, "chance") ?? double.NaN,
        BestConstant = score.Get("best_constant") is { } constant
            ? new ConstantAnswer(constant.Text("answer") ?? "", Number(constant, "value") ?? double.NaN)
            : null,
        AnswerShares = [.. Members(score, "answer_shares").Select(share => new AnswerShare(share.Name, PythonJson.Number(share.Value) ?? 0))],
        ReportsStandardError = true,
    };

    private static double? Number(JsonElement element, string name) => element.Get(name) is { } value ? PythonJson.Number(value) : null;

    private static JsonElement[] Items(JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    private static JsonProperty[] Members(JsonElement element, string name) =>
        element.Get(name) is { ValueKind: JsonValueKind.Object } members ? [.. members.EnumerateObject()] : [];
}
