using Candor.Evaluation.Models;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Protocols;

/// <summary>
/// The rules that one version of a harness applies to every task. What it says about a single task is the task's own line.
/// </summary>
public sealed record Protocol
{
    /// <summary>Its name on the command line and in logs.</summary>
    public required string Name { get; init; }

    /// <summary>The harness and version it reproduces.</summary>
    public required string Harness { get; init; }

    /// <summary>How requests become token ids.</summary>
    public required RequestEncoding Encoding { get; init; }

    /// <summary>Seed of the generator that shuffles the documents (Python's), or null for the data's own order.</summary>
    public int? ShuffleSeed { get; init; }

    /// <summary>Whether yes/no tasks ask for <c>yes</c> before <c>no</c>.</summary>
    public bool AsksYesFirst { get; init; }

    /// <summary>The task's line for this protocol.</summary>
    /// <exception cref="InputException">The protocol's harness has no such task.</exception>
    public TaskEdition EditionOf(IEvaluationTask task) => task.Card.Editions.TryGetValue(Name, out var edition)
        ? edition
        : throw new InputException(
            $"task {task.Name} does not exist under protocol {Name}; it does under {string.Join(", ", task.Card.Editions.Keys)}");
}
