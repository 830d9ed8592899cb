using Candor.Conversations.Auditing;

namespace Candor.Conversations.Import;

/// <summary>What an import did.</summary>
public sealed class ImportReport
{
    /// <summary>The format that was read.</summary>
    public required string Format { get; init; }

    /// <summary>Rows read.</summary>
    public int Rows { get; internal set; }

    /// <summary>Rows written.</summary>
    public int Kept { get; internal set; }

    /// <summary>Rows left out, by reason.</summary>
    public FindingTallies Dropped { get; } = new();

    /// <summary>Rows changed on the way, by what was changed.</summary>
    public FindingTallies Notes { get; } = new();
}
