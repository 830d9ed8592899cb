namespace Candor.Quickstart.Texts;

/// <summary>A question with true and false answers.</summary>
internal sealed record TruthQuestion
{
    /// <summary>The question.</summary>
    public required string Question { get; init; }

    /// <summary>True answers; the first is the one that stands alone against false ones in mc1.</summary>
    public required IReadOnlyList<string> Right { get; init; }

    /// <summary>False answers; the last is a second wording of what people say and belongs to mc2 only.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }
}
