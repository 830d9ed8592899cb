using System.Text.Json;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>A task as a results file of lm-eval 0.4 describes it.</summary>
internal sealed record LmEvalTask
{
    public required string Name { get; init; }

    public required IReadOnlyList<LmEvalMetric> Metrics { get; init; }

    public string? Version { get; init; }

    public int? Shots { get; init; }

    /// <summary>The protocol that Candor notes with each task; null in the harness's own logs.</summary>
    public string? Protocol { get; init; }

    /// <summary>Documents evaluated, or null where the file does not say.</summary>
    public long? DocumentCount { get; init; }

    /// <summary>The filters in the order in which they were applied.</summary>
    public List<string> Filters => [.. Metrics.Select(metric => metric.Filter).Distinct()];

    /// <summary>The metrics' names, each once: the columns that a row may have.</summary>
    public List<string> MetricNames => [.. Metrics.Select(metric => metric.Metric).Distinct()];

    /// <summary>Takes one entry of <c>results</c>, with what the rest of the file says about it.</summary>
    public static LmEvalTask Parse(JsonElement root, string name, JsonElement scores) => new()
    {
        Name = name,
        Metrics = [.. scores.EnumerateObject().Select(score => ParseMetric(root, name, score)).OfType<LmEvalMetric>()],
        Version = root.Get("versions")?.Text(name),
        Shots = (int?)root.Get("n-shot", name)?.Whole(),
        Protocol = root.Get("configs", name)?.Get("metadata")?.Text("protocol"),
        DocumentCount = root.Get("n-samples", name)?.Get("effective")?.Whole(),
    };

    private static LmEvalMetric? ParseMetric(JsonElement root, string task, JsonProperty score)
    {
        var comma = score.Name.LastIndexOf(',');
        if (comma < 0 || PythonJson.Number(score.Value) is not { } aggregate)
            return null;
        var metric = score.Name[..comma];
        if (metric.EndsWith("_stderr", StringComparison.Ordinal))
            return null;

        bool? higher = root.Get("higher_is_better", task)?.Get(metric) switch
        {
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            _ => null,
        };
        return new LmEvalMetric(metric, score.Name[(comma + 1)..], aggregate, higher, IsMean(root, task, metric));
    }

    private static bool IsMean(JsonElement root, string task, string metric)
    {
        if (root.Get("configs", task)?.Get("metric_list") is not { ValueKind: JsonValueKind.Array } list)
            return true;
        foreach (var entry in list.EnumerateArray())
        {
            if (entry.Text("metric") == metric)
                return entry.Text("aggregation") is null or "mean" or "nanmean";
        }

        return true;
    }
}
