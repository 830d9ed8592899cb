using Candor.Statistics;

namespace Candor.Evaluation.Metrics;

/// <summary>A score beside what says how far to trust it, and what no skill at all would get.</summary>
public sealed record ScoreCard
{
    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The metric's key.</summary>
    public required string Metric { get; init; }

    /// <summary>The mean; NaN where a document's value is not defined or there is none.</summary>
    public required double Value { get; init; }

    /// <summary>How many values it is the mean of.</summary>
    public required int Count { get; init; }

    /// <summary>What is counted: <c>documents</c> or <c>groups</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>s/√n, or null for fewer than two values.</summary>
    public double? StandardError { get; init; }

    /// <summary>The same where related documents count as one cluster, or null where the data have no groups.</summary>
    public double? ClusteredStandardError { get; init; }

    /// <summary>The 95% interval, or null where there is none.</summary>
    public Interval? Interval { get; init; }

    /// <summary>How the interval was made: <c>Wilson</c> (values 0 and 1) or <c>normal</c> (cut at 0 and 1).</summary>
    public required string IntervalMethod { get; init; }

    /// <summary>What a model gets on average that finds every answer equally likely.</summary>
    public required double Chance { get; init; }

    /// <summary>
    /// The best of the models that always give the same answer (to the same list of choices, where there are several lists), or null where
    /// documents have answers of their own.
    /// </summary>
    public ConstantAnswer? BestConstant { get; init; }

    /// <summary>How often each answer was the most likely, or empty where documents have answers of their own.</summary>
    public IReadOnlyList<AnswerShare> AnswerShares { get; init; } = [];

    /// <summary>Whether lm-eval's result file gives a standard error for it.</summary>
    public required bool ReportsStandardError { get; init; }
}

/// <summary>A model that always gives the same answer.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Value">What it scores on these documents.</param>
public sealed record ConstantAnswer(string Answer, double Value);

/// <summary>How often an answer was given.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Share">Of all documents, 0 to 1.</param>
public sealed record AnswerShare(string Answer, double Share);
