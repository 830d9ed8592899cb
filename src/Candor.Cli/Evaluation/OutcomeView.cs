using System.Globalization;
using Candor.Cli.Terminals;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;
using Spectre.Console;

namespace Candor.Cli.Evaluation;

/// <summary>Shows scores beside what no skill would get (by chance, and by the best constant answer), and what the run cost.</summary>
internal static class OutcomeView
{
    /// <summary>Writes the table and the lines below it.</summary>
    public static void Show(Terminal terminal, EvaluationOutcome outcome, EvaluationPlan plan, ModelDescription model)
    {
        terminal.OutputWriter.WriteLine($"{model.Name}{Computed(model)}, protocol {plan.Protocol.Name}");
        terminal.Output.Write(Scores(outcome));
        ShowAnswers(terminal, outcome);
        foreach (var warning in outcome.Warnings.Except(plan.Warnings))
            terminal.ErrorWriter.WriteLine("warning: " + warning);
        ShowCost(terminal, outcome);
        if (outcome.ResultsPath is { } path)
            terminal.OutputWriter.WriteLine("results: " + path);
    }

    // Fits 100 columns with the longest names; which constant is the best, and what was answered, stands below.
    private static Table Scores(EvaluationOutcome outcome)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("task", "metric", "% ± s.e.", "95%", "n", "chance", "constant");
        foreach (var column in table.Columns)
            column.NoWrap = true;
        foreach (var column in table.Columns.Skip(2))
            column.Alignment = Justify.Right;
        foreach (var score in outcome.Tasks.SelectMany(task => task.Scores))
        {
            table.AddRow(
                score.Task,
                score.Metric,
                Percent(score.Value) + (score.StandardError is { } error ? " ± " + Percent(error) : ""),
                score.Interval is { } interval ? $"{Percent(interval.Low)}–{Percent(interval.High)}" : "–",
                Number(score.Count) + (score.Unit == "documents" ? "" : " " + score.Unit),
                Percent(score.Chance),
                score.BestConstant is { } constant ? Percent(constant.Value) : "–");
        }

        return table;
    }

    private static void ShowAnswers(Terminal terminal, EvaluationOutcome outcome)
    {
        foreach (var score in outcome.Tasks.Select(task => task.Scores[0]).Where(score => score.AnswerShares.Count > 0))
        {
            var given = string.Join(", ", score.AnswerShares.Select(share => $"{share.Answer} {Percent(share.Share)}%"));
            var constant = score.BestConstant is { } best ? $"; always “{best.Answer}” would get {Percent(best.Value)}" : "";
            terminal.OutputWriter.WriteLine($"{score.Task} was answered {given}{constant}");
        }
    }

    private static void ShowCost(Terminal terminal, EvaluationOutcome outcome)
    {
        if (outcome.RequestsFromJournal > 0)
            terminal.OutputWriter.WriteLine($"{Number(outcome.RequestsFromJournal)} requests were answered by an earlier run's journal");
        if (outcome.Tokens.AskedFor == 0)
            return;
        terminal.OutputWriter.WriteLine($"tokens asked for {Number(outcome.Tokens.AskedFor)}, distinct prefixes {Number(outcome.Tokens.DistinctPrefixes)}, "
            + $"through the model {Number(outcome.Totals.TokensComputed)}; rows of logits {Number(outcome.Totals.LogitRows)}");
    }

    private static string Computed(ModelDescription model) => model.Dtype is null ? "" : " in " + model.Dtype;

    private static string Percent(double share) => double.IsNaN(share) ? "undefined" : (share * 100).ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
