using Candor.Evaluation.Models;
using Candor.Evaluation.Tasks;
using Candor.Evaluation.Text;

namespace Candor.Evaluation.Running;

/// <summary>A document with what the model answered and what that is worth.</summary>
public sealed class DocumentOutcome
{
    internal DocumentOutcome(TaskDocument document, LogLikelihood[] answers, TaskEdition edition)
    {
        Document = document;
        Answers = answers;
        Values = [.. edition.Metrics.Select(metric => metric.Score(document, answers))];
        DocumentHash = Sha256.OfJson(document.Write, indented: true);
        PromptHash = Sha256.Of(document.Context);
        TargetHash = Sha256.Of(Target);
    }

    /// <summary>The document.</summary>
    public TaskDocument Document { get; }

    /// <summary>The answers to its requests, in their order.</summary>
    public LogLikelihood[] Answers { get; }

    /// <summary>Its value of each of the edition's metrics.</summary>
    public double[] Values { get; }

    /// <summary>The right answer's position as text.</summary>
    public string Target => PythonText.OfInteger(Document.Target);

    /// <summary>SHA-256 of the document as JSON with an indent of 2.</summary>
    public string DocumentHash { get; }

    /// <summary>SHA-256 of the prompt.</summary>
    public string PromptHash { get; }

    /// <summary>SHA-256 of the target as text.</summary>
    public string TargetHash { get; }
}
