using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;

namespace Candor.Evaluation.Results;

/// <summary>Everything that the files of one run are written from.</summary>
internal sealed record RunFacts
{
    public required EvaluationPlan Plan { get; init; }

    public required EvaluationSettings Settings { get; init; }

    public required ModelDescription Model { get; init; }

    public required IReadOnlyList<TaskOutcome> Tasks { get; init; }

    public required TokenCounts Tokens { get; init; }

    /// <summary>What the model did in this session.</summary>
    public required ScoringTotals Totals { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>When the evaluation began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended, in the local zone: the time in file names, as lm-eval has it.</summary>
    public required DateTimeOffset Finished { get; init; }

    public required TimeSpan Elapsed { get; init; }
}
