using Candor.Evaluation.Metrics;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Running;

/// <summary>A task's documents with their answers, and its scores.</summary>
public sealed class TaskOutcome
{
    internal TaskOutcome(PlannedTask task, IEnumerator<LogLikelihood> answers)
    {
        Task = task;
        Documents =
        [
            .. task.Documents.Select(document => new DocumentOutcome(document, Take(answers, document.RequestCount), task.Edition)),
        ];
        TaskHash = Sha256.Of(string.Concat(Documents.Select(outcome => outcome.DocumentHash + outcome.PromptHash + outcome.TargetHash)));
        Scores = [.. ScoreCards.Of(this)];
    }

    /// <summary>The task as planned.</summary>
    public PlannedTask Task { get; }

    /// <summary>The documents, in evaluation order.</summary>
    public IReadOnlyList<DocumentOutcome> Documents { get; }

    /// <summary>The scores: the edition's metrics, then the figure over groups where it has one.</summary>
    public IReadOnlyList<ScoreCard> Scores { get; }

    /// <summary>SHA-256 over all documents' hashes, lm-eval's <c>task_hashes</c>.</summary>
    public string TaskHash { get; }

    private static LogLikelihood[] Take(IEnumerator<LogLikelihood> answers, int count)
    {
        var taken = new LogLikelihood[count];
        for (var i = 0; i < count; i++)
        {
            answers.MoveNext();
            taken[i] = answers.Current;
        }

        return taken;
    }
}
