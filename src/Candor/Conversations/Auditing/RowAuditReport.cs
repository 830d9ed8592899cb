namespace Candor.Conversations.Auditing;

/// <summary>What training would lose: rows without a target, and rows that are cut.</summary>
public sealed record RowAuditReport
{
    /// <summary>Rows looked at.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows of which nothing is trained.</summary>
    public required FindingTally WithoutTargets { get; init; }

    /// <summary>Those of them whose labels the reference masks because its token counts do not fit ("tokenization mismatch").</summary>
    public required FindingTally Mismatched { get; init; }

    /// <summary>Rows longer than <c>model_max_length</c>.</summary>
    public required FindingTally Cut { get; init; }

    /// <summary>Rows that are one or the other.</summary>
    public required int Affected { get; init; }

    /// <summary>Trained positions over all rows, after the cut.</summary>
    public required long Targets { get; init; }

    /// <summary>Positions over all rows, after the cut; a picture counts once.</summary>
    public required long Tokens { get; init; }

    /// <summary>The share of affected rows above which training should stop.</summary>
    public required double MaxShare { get; init; }

    /// <summary>What to do about it, or null where there is nothing to do.</summary>
    public required string? Advice { get; init; }

    /// <summary>Share of affected rows.</summary>
    public double Share => Rows == 0 ? 0 : (double)Affected / Rows;

    /// <summary>Whether too many rows are affected to train.</summary>
    public bool IsTooMuch => Share > MaxShare;

    /// <summary>Stops where too much would be lost.</summary>
    /// <exception cref="InputException"><see cref="IsTooMuch"/>: the message has the counts, the first rows and the advice.</exception>
    public void ThrowIfTooMuch()
    {
        if (!IsTooMuch)
            return;
        var found = $"found {Affected} (without targets {WithoutTargets}; cut {Cut})";
        throw new InputException(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"expected at most {MaxShare * 100:0.#}% of {Rows} rows cut or without targets, {found}. {Advice}"));
    }
}
