namespace Candor.Evaluation.Running;

/// <summary>What an evaluation's logs say and where they go, beside the plan.</summary>
public sealed record EvaluationSettings
{
    /// <summary>The folder given with <c>--output</c>; null where nothing is written (and nothing can be continued).</summary>
    public string? OutputFolder { get; init; }

    /// <summary>The kind of model, as lm-eval's <c>--model</c>: <c>candor</c>, <c>pseudo</c>.</summary>
    public string ModelSource { get; init; } = "candor";

    /// <summary>The device as the user named it, or null where it has no meaning.</summary>
    public string? Device { get; init; }

    /// <summary>The batch size as the user named it (<c>auto</c>, <c>16</c>).</summary>
    public string BatchSize { get; init; } = "auto";

    /// <summary>Versions of the libraries that decide numbers, by name.</summary>
    public IReadOnlyDictionary<string, string> PackageVersions { get; init; } = new SortedDictionary<string, string>();
}
