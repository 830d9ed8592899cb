namespace Candor.Studies.Manifest;

/// <summary>A set of training rows.</summary>
public sealed record StudyRowSet
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The file: relative to the study's folder where the study made it, else as the study file names it.</summary>
    public required string File { get; init; }

    /// <summary>How it was made, in words: <c>text-only twin of instruct (fair form)</c>.</summary>
    public required string Description { get; init; }

    /// <summary>SHA-256 (lower-case hex) of the file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Rows.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows with a picture.</summary>
    public required int WithImages { get; init; }

    /// <summary>Rows that were left out in making it, by reason.</summary>
    public IReadOnlyDictionary<string, int> LeftOut { get; init; } = new Dictionary<string, int>();
}
