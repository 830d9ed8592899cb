using System.Globalization;
using Candor.Evaluation.Metrics;

namespace Candor.Reports.Facts;

/// <summary>A score of one evaluation, beside what says whether it means anything.</summary>
public sealed record ScoreFact
{
    /// <summary>Share from which one answer is called the answer to nearly every document.</summary>
    public const double NearlyAll = 0.95;

    /// <summary>The evaluation.</summary>
    public required EvaluationLog Log { get; init; }

    /// <summary>The score with interval, chance and best constant.</summary>
    public required ScoreCard Card { get; init; }

    /// <summary>
    /// Mean over right answers of the share answered rightly; null where documents have answers of their own, and for other figures than the
    /// share of right documents.
    /// </summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>
    /// The answer given most often in this task (to each list of choices, where there are several) and its share, or null where documents
    /// have answers of their own.
    /// </summary>
    public AnswerShare? TopAnswer { get; init; }

    /// <summary>How many different lists of choices the task's documents have.</summary>
    public int ChoiceLists { get; init; } = 1;

    /// <summary>Whether one answer was given to every document, so that the score is the share of a label.</summary>
    public bool IsOneAnswer => TopAnswer?.Share == 1;

    /// <summary>What a reader must know before taking the number for skill, or null.</summary>
    public string? Caution => TopAnswer switch
    {
        { Share: 1 } answer when ChoiceLists > 1 => $"one answer to each list of choices (“{answer.Answer}”): this number is the share of those "
            + "labels and says nothing about the model",
        { Share: 1 } answer => $"one answer (“{answer.Answer}”) for every document: this number is the share of that label and says "
            + "nothing about the model",
        { Share: >= NearlyAll } answer => string.Create(
            CultureInfo.InvariantCulture,
            $"“{answer.Answer}” for {100 * answer.Share:0.0}% of documents: this number is close to the share of that label"),
        _ => null,
    };
}
