using Candor.Statistics;

namespace Candor.Evaluation.Comparison;

/// <summary>Paired documents on which nothing has been computed yet.</summary>
internal sealed record PairedScores
{
    public required EvaluationRun A { get; init; }

    public required EvaluationRun B { get; init; }

    public required string Task { get; init; }

    public required MetricScores ScoresA { get; init; }

    public required MetricScores ScoresB { get; init; }

    public required DocumentJoin Join { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public IReadOnlyList<string> Forced { get; init; } = [];

    /// <summary>Computes everything but the adjusted p-values, which need the whole family.</summary>
    public MetricComparison Measure(ComparisonOptions options, int familySize)
    {
        double[] a = [.. Join.Pairs.Select(pair => pair.A.Value)];
        double[] b = [.. Join.Pairs.Select(pair => pair.B.Value)];
        var differences = Moments.Differences(a, b);
        var groups = DocumentGroups.Of(Join.Pairs);
        var independent = Moments.StandardError(differences);
        var error = groups is null ? independent : ClusteredError.OfMean(differences, groups);
        var distribution = groups is null
            ? Bootstrap.OfMean(differences, options.Seed, options.Replicates)
            : Bootstrap.OfClusteredMean(differences, groups, options.Seed, options.Replicates);
        int? groupCount = groups is null ? null : ClusteredError.ClusterCount(groups);
        var comparison = new MetricComparison
        {
            A = A,
            B = B,
            Task = Task,
            ScoresA = ScoresA,
            ScoresB = ScoresB,
            Join = Join,
            MeanA = Moments.Mean(a),
            MeanB = Moments.Mean(b),
            Difference = Moments.Mean(differences),
            StandardDeviation = Moments.StandardDeviation(differences),
            StandardError = error,
            Interval = distribution.Percentile(MetricComparison.Level),
            Groups = groupCount,
            McNemar = McNemarTest.Of(a, b),
            PairedT = PairedTTest.Of(differences, MetricComparison.Level),
            SignFlip = SignFlipTest.Of(groups is null ? differences : DocumentGroups.Sums(differences, groups), options.Seed),
            IsShare = a.Concat(b).All(value => value is >= 0 and <= 1),
            Forced = Forced,
            Warnings = groupCount is { } count && Comparability.GroupWarning(count) is { } warning ? [.. Warnings, warning] : Warnings,
        };
        return comparison with { DetectableDifference = Detectable(comparison, independent, MetricComparison.Alpha / familySize) };
    }

    private static double? Detectable(MetricComparison comparison, double independentError, double alpha)
    {
        if (comparison.McNemar is not { } table)
        {
            var freedom = (comparison.Groups ?? comparison.N) - 1;
            var ofMeans = DetectableDifference.OfMeans(comparison.StandardError, freedom, alpha, MetricComparison.Power);
            // Two shares never differ by more than 1.
            return comparison.IsShare && ofMeans > 1 ? null : ofMeans;
        }

        // Documents that vary together carry less: the difference grows as the standard error does.
        var inflation = independentError > 0 ? Math.Max(1, comparison.StandardError / independentError) : 1;
        var difference = inflation * DetectableDifference.OfProportions(comparison.N, table.Discordant, alpha, MetricComparison.Power);
        return difference <= 1 ? difference : null;
    }
}
