using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;

namespace Candor.Evaluation.Running;

/// <summary>What an evaluation found.</summary>
public sealed record EvaluationOutcome
{
    /// <summary>The tasks, in the order of the plan.</summary>
    public required IReadOnlyList<TaskOutcome> Tasks { get; init; }

    /// <summary>The results object, lm-eval 0.4's JSON, as it is in the results file.</summary>
    public required string ResultsJson { get; init; }

    /// <summary>The results file, or null where nothing is written.</summary>
    public string? ResultsPath { get; init; }

    /// <summary>What the model did in this run; nothing where the journal had every answer.</summary>
    public required ScoringTotals Totals { get; init; }

    /// <summary>Tokens of all requests, whoever answered them.</summary>
    public required TokenCounts Tokens { get; init; }

    /// <summary>Answers that were taken from the journal of an earlier run.</summary>
    public required int RequestsFromJournal { get; init; }

    /// <summary>What a reader of the scores should know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
