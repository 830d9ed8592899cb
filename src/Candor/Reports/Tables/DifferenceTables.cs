using Candor.Evaluation.Comparison;
using Candor.Reports.Facts;

namespace Candor.Reports.Tables;

/// <summary>Differences between the two sides of each pair.</summary>
internal static class DifferenceTables
{
    public static ReportTable Differences(StudyFacts facts) => new()
    {
        Name = "differences",
        Caption = "Differences, variant − baseline; shares in percent, differences in points",
        Columns =
        [
            new("pair", "pair") { IsGroup = true },
            new("task_metric", "task") { IsRowHeader = true, IsForPages = true },
            new("task", "task") { IsForMachines = true },
            new("metric", "metric") { IsForMachines = true },
            new("n", "n") { IsNumber = true },
            new("baseline", "baseline") { IsNumber = true },
            new("variant", "variant") { IsNumber = true },
            new("difference", "difference") { IsNumber = true },
            new("interval", "95%") { IsNumber = true, IsForPages = true },
            new("interval_low", "95% from") { IsForMachines = true },
            new("interval_high", "to") { IsForMachines = true },
            new("p", "p") { IsNumber = true },
            new("p_holm", "p (Holm)") { IsNumber = true },
            new("detectable", "would have been seen") { IsNumber = true },
            new("seeds", "seeds") { IsNumber = true },
            new("seed_spread", "SD over seeds") { IsNumber = true },
            new("verdict", "verdict") { IsForMachines = true },
            new("caution", "mind") { IsForMachines = true },
            new("test", "test") { IsForMachines = true },
            new("resampled_by", "resampled by") { IsForMachines = true },
            new("baseline_log", "baseline's log") { IsForMachines = true },
            new("variant_log", "variant's log") { IsForMachines = true },
        ],
        Rows = [.. facts.Pairs.SelectMany(pair => pair.Differences.Select(difference => (IReadOnlyList<ReportCell>)Row(pair, difference)))],
    };

    public static ReportTable SeedDifferences(StudyFacts facts) => new()
    {
        Name = "seed_differences",
        Caption = "Differences seed by seed, in points",
        Columns =
        [
            new("pair", "pair") { IsRowHeader = true },
            new("task", "task"),
            new("metric", "metric"),
            new("seed", "seed") { IsNumber = true },
            new("difference", "difference") { IsNumber = true },
        ],
        Rows =
        [
            .. facts.Pairs.SelectMany(pair => pair.Differences.SelectMany(difference => difference.BySeed.Select(seed =>
                (IReadOnlyList<ReportCell>)
                [
                    pair.Name,
                    difference.Comparison.Task,
                    difference.Comparison.MetricName,
                    ReportCell.Whole(seed.Seed),
                    Signed(difference.Comparison, seed.Difference),
                ]))),
        ],
    };

    private static ReportCell[] Row(PairFacts pair, DifferenceFact difference)
    {
        var c = difference.Comparison;
        return
        [
            pair.Name,
            $"{c.Task} {c.MetricName}",
            c.Task,
            c.MetricName,
            ReportCell.Whole(c.N),
            Value(c, c.MeanA),
            Value(c, c.MeanB),
            Signed(c, c.Difference),
            Verdict.Interval(c),
            c.IsUniform ? (ReportCell)null : Signed(c, c.Interval.Low),
            c.IsUniform ? (ReportCell)null : Signed(c, c.Interval.High),
            new(Verdict.P(c.P), Numbers.Exact(c.P)),
            new(Verdict.P(c.PHolm), Numbers.Exact(c.PHolm)),
            c.DetectableDifference is { } detectable ? Value(c, detectable) : null,
            Seeds(pair),
            difference.SeedSpread is { } spread ? Value(c, spread) : null,
            Verdict.Of(c),
            difference.Cautions.Count == 0 ? null : string.Join("; ", difference.Cautions),
            c.Test,
            c.ResampledBy,
            string.Join(" ", pair.Baseline.Select(log => log.File)),
            string.Join(" ", pair.Variant.Select(log => log.File)),
        ];
    }

    private static string Seeds(PairFacts pair) => pair.Baseline.Count == 1
        ? Numbers.Whole(pair.Variant.Count)
        : $"{Numbers.Whole(pair.Variant.Count)} / {Numbers.Whole(pair.Baseline.Count)}";

    private static ReportCell Value(MetricComparison comparison, double value) => new(Verdict.Number(comparison, value), Numbers.Exact(value));

    private static ReportCell Signed(MetricComparison comparison, double value) => new(Verdict.Signed(comparison, value), Numbers.Exact(value));
}
