using Candor.Statistics;

namespace Candor.Evaluation.Comparison;

/// <summary>Two runs on one metric of one task, document by document. Differences are b − a, in the metric's own unit.</summary>
public sealed record MetricComparison
{
    /// <summary>α of the verdict, for the whole family of comparisons together.</summary>
    public const double Alpha = 0.05;

    /// <summary>Coverage of the interval.</summary>
    public const double Level = 0.95;

    /// <summary>Power at which <see cref="DetectableDifference"/> would have been seen.</summary>
    public const double Power = 0.8;

    /// <summary>The base run.</summary>
    public required EvaluationRun A { get; init; }

    /// <summary>The run compared with it.</summary>
    public required EvaluationRun B { get; init; }

    /// <summary>The task's name.</summary>
    public required string Task { get; init; }

    /// <summary>The first run's scores.</summary>
    public required MetricScores ScoresA { get; init; }

    /// <summary>The second run's scores.</summary>
    public required MetricScores ScoresB { get; init; }

    /// <summary>Which documents were paired.</summary>
    public required DocumentJoin Join { get; init; }

    /// <summary>Mean of the paired documents in the first run; not the logged score where documents are missing.</summary>
    public required double MeanA { get; init; }

    /// <summary>Mean of the paired documents in the second run.</summary>
    public required double MeanB { get; init; }

    /// <summary>Mean of b − a.</summary>
    public required double Difference { get; init; }

    /// <summary>Standard deviation of b − a (n − 1); NaN for one document.</summary>
    public required double StandardDeviation { get; init; }

    /// <summary>Standard error of the difference: by group where documents come in groups.</summary>
    public required double StandardError { get; init; }

    /// <summary>95 % bootstrap interval of the difference.</summary>
    public required Interval Interval { get; init; }

    /// <summary>Number of groups that the bootstrap drew; null where it drew documents.</summary>
    public int? Groups { get; init; }

    /// <summary>Right and wrong answers; null where values are other than 0 and 1.</summary>
    public McNemarTest? McNemar { get; init; }

    /// <summary>The t test; null where all differences are equal.</summary>
    public PairedTTest? PairedT { get; init; }

    /// <summary>The sign-flip test: of the groups' sums where documents come in groups.</summary>
    public required SignFlipTest SignFlip { get; init; }

    /// <summary>
    /// p for the verdict before adjustment: exact McNemar for right and wrong answers, else sign flips. McNemar's takes documents as
    /// independent; where they come in groups, <see cref="IsShown"/> also asks the interval, which does not.
    /// </summary>
    public double P => McNemar?.ExactP ?? SignFlip.P;

    /// <summary><see cref="P"/> adjusted by Holm's method over the family.</summary>
    public double PHolm { get; init; }

    /// <summary><see cref="P"/> adjusted by Benjamini and Hochberg's method over the family.</summary>
    public double PBenjaminiHochberg { get; init; }

    /// <summary>
    /// The smallest true difference that would have been seen with 80 % power at the family's α divided by its size; null where the paired
    /// documents cannot show any, or nothing is known about their spread.
    /// </summary>
    public double? DetectableDifference { get; init; }

    /// <summary>Whether all values lie between 0 and 1, so that differences read in percentage points.</summary>
    public required bool IsShare { get; init; }

    /// <summary>Settings in which the runs differ although scores only compare where they agree; compared by force.</summary>
    public IReadOnlyList<string> Forced { get; init; } = [];

    /// <summary>What a reader must know about this comparison.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The metric with its filter, as lm-eval writes it; without one only the metric.</summary>
    public string MetricName => ScoresA.Filter == "none" ? ScoresA.Metric : $"{ScoresA.Metric},{ScoresA.Filter}";

    /// <summary>Number of paired documents.</summary>
    public int N => Join.Pairs.Count;

    /// <summary>Which test gave <see cref="P"/>.</summary>
    public string Test => McNemar is not null ? "mcnemar_exact"
        : SignFlip.Method == SignFlipMethod.Exact ? "sign_flip_exact"
        : "sign_flip_monte_carlo";

    /// <summary>What the bootstrap drew.</summary>
    public string ResampledBy => Groups is null ? "document" : "group";

    /// <summary>
    /// Whether every document differs by the same (or there is only one): nothing is known about the spread, and an interval of no width
    /// says nothing.
    /// </summary>
    public bool IsUniform => PairedT is null;

    /// <summary>Whether a difference is shown: the adjusted p is below α and the interval excludes zero.</summary>
    public bool IsShown => PHolm < Alpha && !Interval.Contains(0);
}
