using Candor.Evaluation.Comparison;
using Candor.Studies.Manifest;

namespace Candor.Reports.Facts;

/// <summary>Everything that a report says, computed from a study's logs; its pages and tables only lay it out.</summary>
public sealed record StudyFacts
{
    /// <summary>The study's table of contents.</summary>
    public required StudyManifest Manifest { get; init; }

    /// <summary>How the report was asked for.</summary>
    public required ReportOptions Options { get; init; }

    /// <summary>Every evaluation whose logs are there, in the order of the arms.</summary>
    public required IReadOnlyList<EvaluationLog> Evaluations { get; init; }

    /// <summary>Every score of every evaluation.</summary>
    public required IReadOnlyList<ScoreFact> Scores { get; init; }

    /// <summary>The pairs with their differences.</summary>
    public required IReadOnlyList<PairFacts> Pairs { get; init; }

    /// <summary>All differences of all pairs: the family over which p-values are adjusted, and how they were computed.</summary>
    public required ComparisonReport Family { get; init; }

    /// <summary>Every training whose log is there.</summary>
    public required IReadOnlyList<TrainingFacts> Trainings { get; init; }

    /// <summary>Documents whose value changed between the sides of a pair.</summary>
    public required ChangedDocuments Changed { get; init; }

    /// <summary>What was skipped, cut or could not be scored.</summary>
    public required IReadOnlyList<LossFact> Losses { get; init; }

    /// <summary>The paper's figures for the models that were evaluated here.</summary>
    public required IReadOnlyList<PaperComparison> Paper { get; init; }

    /// <summary>Steps without a result, logs that are missing, pairs that cannot be compared.</summary>
    public required IReadOnlyList<StudyGap> Gaps { get; init; }
}
