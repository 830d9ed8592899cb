using Candor.Evaluation.Comparison;
using Candor.Statistics;
using Candor.Studies.Manifest;

namespace Candor.Reports.Facts;

/// <summary>Two arms, compared document by document.</summary>
public sealed record PairFacts
{
    /// <summary>The pair as the study names it.</summary>
    public required StudyPair Pair { get; init; }

    /// <summary>The baseline's evaluations, one a seed.</summary>
    public required IReadOnlyList<EvaluationLog> Baseline { get; init; }

    /// <summary>The variant's evaluations, one a seed.</summary>
    public required IReadOnlyList<EvaluationLog> Variant { get; init; }

    /// <summary>The differences, a task and metric each.</summary>
    public required IReadOnlyList<DifferenceFact> Differences { get; init; }

    /// <summary>The variant's name as sentences have it.</summary>
    public string VariantName => Pair.AgainstBlankImages ? Pair.Variant + " with its pictures" : Pair.Variant;

    /// <summary>The baseline's name as sentences have it.</summary>
    public string BaselineName => Pair.AgainstBlankImages ? Pair.Baseline + " with blank pictures" : Pair.Baseline;

    /// <summary><c>lora against base</c>.</summary>
    public string Name => $"{VariantName} against {BaselineName}";
}

/// <summary>The difference of a pair on one metric of one task.</summary>
public sealed record DifferenceFact
{
    /// <summary>The comparison: documents' values averaged over the seeds.</summary>
    public required MetricComparison Comparison { get; init; }

    /// <summary>The variant's difference seed by seed; empty where neither side has more than one.</summary>
    public required IReadOnlyList<SeedDifference> BySeed { get; init; }

    /// <summary>What a model gets on average that finds every answer equally likely; null where the logs do not say.</summary>
    public double? Chance { get; init; }

    /// <summary>What the best constant answer gets, or null where documents have answers of their own.</summary>
    public double? BestConstant { get; init; }

    /// <summary>What forbids to read the difference as skill: one answer for every document.</summary>
    public required IReadOnlyList<string> Cautions { get; init; }

    /// <summary>Standard deviation (n − 1) of the difference over seeds, or null for fewer than two.</summary>
    public double? SeedSpread => BySeed.Count < 2 ? null : Moments.StandardDeviation([.. BySeed.Select(seed => seed.Difference)]);
}

/// <summary>A difference of one seed.</summary>
/// <param name="Seed">The variant's seed.</param>
/// <param name="Difference">Mean over the documents.</param>
public sealed record SeedDifference(int Seed, double Difference);
