namespace Candor.Evaluation.Tasks;

/// <summary>The facts of a task.</summary>
public sealed record TaskCard
{
    /// <summary>Its name in the harness and on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>What the literature calls it.</summary>
    public required string PaperName { get; init; }

    /// <summary>Its file in the data folder, with forward slashes.</summary>
    public required string DataPath { get; init; }

    /// <summary>
    /// SHA-256 of the file that the harness evaluated; other data are scored with a warning. Null for a task whose data are the user's own.
    /// </summary>
    public required string? OriginalSha256 { get; init; }

    /// <summary>The answers, in the order of the labels, where every document has the same ones; else null.</summary>
    public IReadOnlyList<string>? Answers { get; init; }

    /// <summary>The prompt with <c>{{field}}</c> in place of a document's fields, for logs.</summary>
    public required string PromptTemplate { get; init; }

    /// <summary>Why there are no solved examples before a document.</summary>
    public required string WhyZeroShot { get; init; }

    /// <summary>One line a protocol, by the protocol's name.</summary>
    public required IReadOnlyDictionary<string, TaskEdition> Editions { get; init; }
}
