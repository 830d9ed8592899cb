namespace Candor.Studies.Manifest;

/// <summary>
/// What a study's folder holds, <c>study.json</c> in it: the table of contents from which a report finds every log. Paths are relative to
/// the folder, with forward slashes. It names no time, so it repeats byte for byte.
/// </summary>
public sealed record StudyManifest
{
    /// <summary>The file's name.</summary>
    public const string FileName = "study.json";

    /// <summary>The study's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>What the author wants said in the report's head, as it stands: what these data can and cannot show.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Whether the study is of the kind that says nothing about real models (a made world, random weights), and why.</summary>
    public string? ClaimsNothingBecause { get; init; }

    /// <summary>Base models first, then the arms, in the study file's order.</summary>
    public required IReadOnlyList<StudyArm> Arms { get; init; }

    /// <summary>Pairs whose documents are compared: every arm with its base, then what the study file asks for.</summary>
    public required IReadOnlyList<StudyPair> Pairs { get; init; }

    /// <summary>The sets of training rows.</summary>
    public IReadOnlyList<StudyRowSet> RowSets { get; init; } = [];

    /// <summary>Scores that others measured for models of the study.</summary>
    public IReadOnlyList<StudyReference> References { get; init; } = [];

    /// <summary>Steps that failed or were not run, and why; empty after a whole run.</summary>
    public IReadOnlyList<StudyGap> Gaps { get; init; } = [];

    /// <summary>SHA-256 (lower-case hex) of the study file with overrides applied.</summary>
    public required string RecipeSha256 { get; init; }
}
