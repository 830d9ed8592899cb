using Candor.Evaluation.Comparison;
using Candor.Evaluation.Metrics;

namespace Candor.Reports.Facts;

/// <summary>An evaluation of one arm, as its <c>run.json</c> and its samples have it.</summary>
public sealed record EvaluationLog
{
    /// <summary>The arm's name.</summary>
    public required string Arm { get; init; }

    /// <summary>The arm's seed, or null for a base.</summary>
    public int? Seed { get; init; }

    /// <summary>Whether each picture was replaced by a blank one.</summary>
    public bool IsBlank { get; init; }

    /// <summary>Its <c>run.json</c>, relative to the study's folder, with forward slashes.</summary>
    public required string File { get; init; }

    /// <summary>The documents' values.</summary>
    public required EvaluationRun Run { get; init; }

    /// <summary>The scores with what no skill would get.</summary>
    public required IReadOnlyList<ScoreCard> Scores { get; init; }

    /// <summary>The tasks as they were asked.</summary>
    public required IReadOnlyList<TaskLog> Tasks { get; init; }

    /// <summary>Protocol, harness, digests, versions: name and value, in a fixed order. Nothing that depends on the machine or the time.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Provenance { get; init; }

    /// <summary>The protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>At most this many documents of a task that <see cref="TaskLimits"/> does not name, or null for all.</summary>
    public long? Limit { get; init; }

    /// <summary>Limits of single tasks.</summary>
    public IReadOnlyDictionary<string, long> TaskLimits { get; init; } = new Dictionary<string, long>();

    /// <summary>What the evaluation warned of.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Requests that were longer than the model's input.</summary>
    public long TruncatedRequests { get; init; }

    /// <summary>At most so many documents of a task, or null for all.</summary>
    public long? LimitOf(string task) => TaskLimits.TryGetValue(task, out var limit) ? limit : Limit;

    /// <summary>The arm with its seed: <c>lora, seed 2</c>.</summary>
    public string Label => ArmLabel.Of(Arm, Seed) + (IsBlank ? ", blank images" : "");
}

/// <summary>A task of an evaluation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PaperName">What the literature calls it.</param>
/// <param name="Version">Its version.</param>
/// <param name="DataSha256">SHA-256 of its data file.</param>
/// <param name="RequestsSha256">SHA-256 of its requests.</param>
/// <param name="SamplesPath">Where its samples are on this machine; never shown.</param>
public sealed record TaskLog(
    string Name, string? PaperName, string? Version, string? DataSha256, string? RequestsSha256, string SamplesPath);
