using Candor.Reports.Facts;
using Candor.Statistics;

namespace Candor.Reports.Tables;

/// <summary>Scores beside what no skill would get, and beside the paper's.</summary>
internal static class ScoreTables
{
    public static ReportTable Scores(StudyFacts facts) => new()
    {
        Name = "scores",
        Caption = "Scores in percent, beside what no skill would get",
        Columns =
        [
            new("task_metric", "task") { IsGroup = true, IsForPages = true },
            new("arm_label", "model") { IsRowHeader = true, IsForPages = true },
            new("task", "task") { IsForMachines = true },
            new("metric", "metric") { IsForMachines = true },
            new("value", "score") { IsNumber = true },
            new("interval", "95%") { IsNumber = true, IsForPages = true },
            new("interval_low", "95% from") { IsForMachines = true },
            new("interval_high", "to") { IsForMachines = true },
            new("n", "n") { IsNumber = true },
            new("chance", "chance") { IsNumber = true },
            new("best_constant", "best constant") { IsNumber = true },
            new("best_constant_answer", "which") { IsForMachines = true },
            new("top_answer", "answers given"),
            new("balanced_accuracy", "balanced accuracy") { IsNumber = true },
            new("caution", "mind"),
            new("arm", "arm") { IsForMachines = true },
            new("seed", "seed") { IsForMachines = true },
            new("unit", "unit") { IsForMachines = true },
            new("standard_error", "standard error") { IsForMachines = true },
            new("interval_method", "interval") { IsForMachines = true },
            new("log", "log") { IsForMachines = true },
        ],
        Rows =
        [
            .. facts.Scores.GroupBy(score => (score.Card.Task, score.Card.Metric))
                .SelectMany(group => group.GroupBy(score => (score.Log.Arm, score.Log.IsBlank)).SelectMany(arm => ArmRows([.. arm]))),
        ],
    };

    public static ReportTable Paper(StudyFacts facts) => new()
    {
        Name = "paper",
        Caption = "Figures of the paper, as others report them, beside the same quantity here",
        Columns =
        [
            new("arm", "model here") { IsRowHeader = true },
            new("benchmark", "quantity"),
            new("here", "here") { IsNumber = true },
            new("paper", "paper") { IsNumber = true },
            new("paper_model", "paper's model"),
            new("version", "version"),
            new("comparable", "comparable?"),
            new("id", "figure") { IsForMachines = true },
        ],
        Rows =
        [
            .. facts.Paper.Select(row => (IReadOnlyList<ReportCell>)
            [
                row.Arm,
                $"{row.Figure.Benchmark}, {row.Figure.Metric}",
                new(Numbers.Points(row.Here), Numbers.Exact(row.Here)),
                new((row.Figure.Relation == "=" ? "" : row.Figure.Relation + " ") + Numbers.Points(row.Figure.Value), Numbers.Exact(row.Figure.Value)),
                $"{row.Figure.Model} {row.Figure.Variant}",
                $"{row.Figure.Version}, {row.Figure.Mark}",
                row.Obstacles.Count == 0 ? "same protocol and data; trained by another group" : "no: " + string.Join("; ", row.Obstacles),
                row.Figure.Id,
            ]),
        ],
    };

    private static IEnumerable<IReadOnlyList<ReportCell>> ArmRows(List<ScoreFact> seeds)
    {
        foreach (var score in seeds)
            yield return Row(score);
        if (seeds.Count > 1)
            yield return MeanRow(seeds);
    }

    private static ReportCell[] Row(ScoreFact score)
    {
        var card = score.Card;
        return
        [
            $"{card.Task} {card.Metric}",
            score.Log.Label,
            card.Task,
            card.Metric,
            ReportCell.Percent(card.Value),
            card.Interval is { } interval ? $"{Numbers.Percent(interval.Low)} to {Numbers.Percent(interval.High)}" : null,
            ReportCell.Percent(card.Interval?.Low),
            ReportCell.Percent(card.Interval?.High),
            ReportCell.Whole(card.Count),
            ReportCell.Percent(card.Chance),
            ReportCell.Percent(card.BestConstant?.Value),
            card.BestConstant?.Answer,
            Answers(score),
            ReportCell.Percent(score.BalancedAccuracy),
            score.Caution,
            score.Log.Arm,
            score.Log.Seed is { } seed ? Numbers.Whole(seed) : null,
            card.Unit,
            new("", Numbers.Exact(card.StandardError)),
            card.IntervalMethod,
            score.Log.File,
        ];
    }

    /// <summary>The mean over seeds has no interval of documents; its spread stands in its name.</summary>
    private static ReportCell[] MeanRow(List<ScoreFact> seeds)
    {
        double[] values = [.. seeds.Select(score => score.Card.Value)];
        var (first, log) = (seeds[0].Card, seeds[0].Log);
        var name = log.Arm + (log.IsBlank ? ", blank images" : "");
        return
        [
            $"{first.Task} {first.Metric}",
            $"{name}, mean of {Numbers.Whole(values.Length)} seeds (SD {Numbers.Percent(Moments.StandardDeviation(values))})",
            first.Task,
            first.Metric,
            ReportCell.Percent(Moments.Mean(values)),
            null,
            null,
            null,
            ReportCell.Whole(first.Count),
            ReportCell.Percent(first.Chance),
            ReportCell.Percent(first.BestConstant?.Value),
            first.BestConstant?.Answer,
            null,
            seeds.TrueForAll(score => score.BalancedAccuracy is not null)
                ? ReportCell.Percent(seeds.Average(score => score.BalancedAccuracy!.Value))
                : null,
            null,
            log.Arm,
            "mean",
            first.Unit,
            null,
            null,
            string.Join(" ", seeds.Select(score => score.Log.File)),
        ];
    }

    private static string? Answers(ScoreFact score) => score.Card.AnswerShares.Count == 0
        ? null
        : string.Join(", ", score.Card.AnswerShares.Select(share => $"“{share.Answer}” {Numbers.Percent(share.Share)}%"));
}
