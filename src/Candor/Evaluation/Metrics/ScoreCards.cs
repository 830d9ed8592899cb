using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;
using Candor.Statistics;
using MathNet.Numerics.Distributions;

namespace Candor.Evaluation.Metrics;

/// <summary>Makes the score cards of a task.</summary>
internal static class ScoreCards
{
    private static readonly double s_normalQuantile = Normal.InvCDF(0, 1, 0.975);

    /// <summary>One card a metric of the edition, then one for the figure over groups.</summary>
    public static IEnumerable<ScoreCard> Of(TaskOutcome outcome)
    {
        var edition = outcome.Task.Edition;
        for (var i = 0; i < edition.Metrics.Count; i++)
            yield return OfMetric(outcome, edition.Metrics[i], [.. outcome.Documents.Select(document => document.Values[i])]);
        if (edition.ExactMatch is { } exactMatch)
            yield return OfGroups(outcome, exactMatch);
    }

    private static ScoreCard OfMetric(TaskOutcome outcome, Metric metric, double[] values)
    {
        var documents = outcome.Task.Documents;
        return new ScoreCard
        {
            Task = outcome.Task.Name,
            Metric = metric.Name,
            Value = Moments.Mean(values),
            Count = values.Length,
            Unit = "documents",
            StandardError = StandardError(values),
            ClusteredStandardError = Clustered(documents, values),
            Interval = metric.IsProportion ? Wilson(values) : NormalInterval(values),
            IntervalMethod = metric.IsProportion ? "Wilson" : "normal",
            Chance = documents.Average(metric.Chance),
            BestConstant = BestConstant(outcome, correct => correct.Average()),
            AnswerShares = Shares(outcome),
            ReportsStandardError = true,
        };
    }

    private static ScoreCard OfGroups(TaskOutcome outcome, GroupExactMatch exactMatch)
    {
        var groups = outcome.Task.Documents.Select(document => document.Group!.Value).ToArray();
        var blocks = exactMatch.Blocks(groups, [.. outcome.Documents.Select(document => document.Values[0])]);
        var chance = outcome.Task.Documents.Average(outcome.Task.Edition.Metrics[0].Chance);
        return new ScoreCard
        {
            Task = outcome.Task.Name,
            Metric = GroupExactMatch.Name,
            Value = Moments.Mean(blocks),
            Count = blocks.Length,
            Unit = "groups",
            StandardError = StandardError(blocks),
            Interval = Wilson(blocks),
            IntervalMethod = "Wilson",
            Chance = Math.Pow(chance, exactMatch.Size),
            BestConstant = BestConstant(outcome, correct => Moments.Mean(exactMatch.Blocks(groups, correct))),
            ReportsStandardError = false,
        };
    }

    private static double? StandardError(double[] values) => values.Length < 2 ? null : Moments.StandardError(values);

    private static double? Clustered(IReadOnlyList<TaskDocument> documents, double[] values)
    {
        if (documents[0].Group is null)
            return null;
        var numbers = new Dictionary<int, int>();
        foreach (var document in documents)
            numbers.TryAdd(document.Group!.Value, numbers.Count);
        var error = ClusteredError.OfMean(values, [.. documents.Select(document => numbers[document.Group!.Value])]);
        return double.IsNaN(error) ? null : error;
    }

    private static Interval? Wilson(double[] values) =>
        values.Length == 0 ? null : ProportionInterval.Wilson(values.Count(value => value == 1), values.Length);

    private static Interval? NormalInterval(double[] values)
    {
        if (StandardError(values) is not { } error || double.IsNaN(error))
            return null;
        var mean = Moments.Mean(values);
        // Every metric lies between 0 and 1.
        return new Interval(Math.Max(0, mean - s_normalQuantile * error), Math.Min(1, mean + s_normalQuantile * error));
    }

    /// <summary>Tries each answer that all documents share; the first of the best.</summary>
    private static ConstantAnswer? BestConstant(TaskOutcome outcome, Func<double[], double> aggregate) =>
        outcome.Task.Task.Card.Answers is { } answers
            ? answers.Select((answer, i) => new ConstantAnswer(
                answer, aggregate([.. outcome.Task.Documents.Select(document => (double)document.Sets[0].Labels[i])])))
                .MaxBy(constant => constant.Value)
            : RepeatedChoices.BestConstant(outcome.Task.Documents);

    private static IReadOnlyList<AnswerShare> Shares(TaskOutcome outcome)
    {
        if (outcome.Task.Task.Card.Answers is not { } answers)
            return RepeatedChoices.Shares(outcome);
        var given = outcome.Documents.Select(document => Accuracy.ArgMax(document.Document.LogLikelihoods(0, document.Answers))).ToArray();
        return [.. answers.Select((answer, i) => new AnswerShare(answer, given.Count(choice => choice == i) / (double)given.Length))];
    }
}
