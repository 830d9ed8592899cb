namespace Candor.Studies.Manifest;

/// <summary>An arm trained with one seed, and its evaluations. A path is null where the step was not asked for or did not finish.</summary>
public sealed record StudyReplicate
{
    /// <summary>The seed; null for a base model.</summary>
    public int? Seed { get; init; }

    /// <summary>The run folder of its training (<c>models/…</c>: trainer_state.json, trainer_log.jsonl, weights).</summary>
    public string? Training { get; init; }

    /// <summary>The folder of its evaluation, as <c>candor eval --output</c> writes it.</summary>
    public string? Evaluation { get; init; }

    /// <summary>The folder of its evaluation with a blank picture in place of each one, or null.</summary>
    public string? BlankEvaluation { get; init; }
}
