namespace Candor.Reports.Facts;

/// <summary>Documents whose value changed between the two sides of a pair.</summary>
/// <param name="Documents">Those that the report carries.</param>
/// <param name="Counts">How many there are, by pair and task.</param>
public sealed record ChangedDocuments(IReadOnlyList<ChangedDocument> Documents, IReadOnlyList<ChangeCount> Counts)
{
    /// <summary>Changed documents that the report does not carry, because there are too many.</summary>
    public int LeftOut => Counts.Sum(count => count.Gained + count.Lost) - Documents.Count;
}

/// <summary>Changed documents of one pair on one task.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Task">The task.</param>
/// <param name="Metric">The metric whose value changed.</param>
/// <param name="Documents">All documents that both sides have.</param>
/// <param name="Gained">Documents that got better.</param>
/// <param name="Lost">Documents that got worse.</param>
/// <param name="Shown">Those of them that the report carries.</param>
public sealed record ChangeCount(PairFacts Pair, string Task, string Metric, int Documents, int Gained, int Lost, int Shown);

/// <summary>A document whose value changed.</summary>
public sealed record ChangedDocument
{
    /// <summary>The pair.</summary>
    public required PairFacts Pair { get; init; }

    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The metric whose value changed.</summary>
    public required string Metric { get; init; }

    /// <summary>The document's number in the data.</summary>
    public required long Id { get; init; }

    /// <summary>SHA-256 of the document.</summary>
    public required string Hash { get; init; }

    /// <summary>The question, or null in a report without texts.</summary>
    public string? Question { get; init; }

    /// <summary>The picture's name, or null.</summary>
    public string? Image { get; init; }

    /// <summary>The baseline's value, the mean over its seeds.</summary>
    public required double ValueA { get; init; }

    /// <summary>The variant's value, the mean over its seeds.</summary>
    public required double ValueB { get; init; }

    /// <summary>The answers to choose from.</summary>
    public required IReadOnlyList<ChangedAnswer> Answers { get; init; }

    /// <summary>Whether the variant does better.</summary>
    public bool IsGained => ValueB > ValueA;
}

/// <summary>An answer to a changed document.</summary>
/// <param name="Text">Its text, or null in a report without texts.</param>
/// <param name="IsRight">Whether it is right.</param>
/// <param name="LogLikelihoodA">What the baseline gave it, the mean over its seeds.</param>
/// <param name="LogLikelihoodB">What the variant gave it, the mean over its seeds.</param>
/// <param name="ChosenA">The baseline's seeds to which it is the most likely.</param>
/// <param name="ChosenB">The variant's seeds to which it is the most likely.</param>
public sealed record ChangedAnswer(string? Text, bool IsRight, double LogLikelihoodA, double LogLikelihoodB, int ChosenA, int ChosenB);
