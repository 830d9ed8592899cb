namespace Candor.Studies.Manifest;

/// <summary>Two arms that are compared document by document.</summary>
public sealed record StudyPair
{
    /// <summary>The arm that is compared with: a base, or a control.</summary>
    public required string Baseline { get; init; }

    /// <summary>The arm in question. The same as <see cref="Baseline"/> where its pictures are compared with blank ones.</summary>
    public required string Variant { get; init; }

    /// <summary>Whether the baseline is the variant itself with blank pictures.</summary>
    public bool AgainstBlankImages { get; init; }

    /// <summary>The question this pair answers: <c>What did tuning with pictures change?</c></summary>
    public required string Question { get; init; }
}
