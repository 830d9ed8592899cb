namespace Candor.Conversations.Overlap;

/// <summary>What of a benchmark was found in training rows.</summary>
public sealed record OverlapReport
{
    /// <summary>The benchmark.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Number of its documents.</summary>
    public required int Documents { get; init; }

    /// <summary>Of them, those with a text long enough to be looked for.</summary>
    public required int Searched { get; init; }

    /// <summary>Of them, those with a picture.</summary>
    public required int WithPicture { get; init; }

    /// <summary>Documents of which one text is, word for word, a whole message of a row.</summary>
    public required IReadOnlyList<OverlapFinding> WholeTexts { get; init; }

    /// <summary>Documents of which a stretch of words occurs in a message; those of <see cref="WholeTexts"/> are among them.</summary>
    public required IReadOnlyList<OverlapFinding> Stretches { get; init; }

    /// <summary>Documents whose picture's file is a row's, byte for byte.</summary>
    public required IReadOnlyList<OverlapFinding> SameFile { get; init; }

    /// <summary>Documents whose picture has the COCO number of a row's.</summary>
    public required IReadOnlyList<OverlapFinding> SameCocoNumber { get; init; }
}
