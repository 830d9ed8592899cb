namespace Candor.Torch.Scoring;

/// <summary>How scoring uses memory. Nothing here changes a score.</summary>
public sealed record ScoringOptions
{
    /// <summary>Tokens of one forward pass by default: enough that products are not bound by reading weights.</summary>
    public const int DefaultTokensPerForward = 1024;

    /// <summary>Most tokens of one forward pass.</summary>
    public int TokensPerForward { get; init; } = DefaultTokensPerForward;

    /// <summary>
    /// Fewest rows of a product; shorter inputs are padded up to it. Matrix libraries choose other loops, and so other roundings, for few
    /// rows: with this floor a token's result was the same bits at every size tried.
    /// </summary>
    public int MinimumRows { get; init; } = 256;

    /// <summary>Rows of logits held at once, [rows, V].</summary>
    public int LogitRows { get; init; } = 256;
}
