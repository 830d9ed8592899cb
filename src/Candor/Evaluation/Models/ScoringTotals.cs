namespace Candor.Evaluation.Models;

/// <summary>What a scoring run cost.</summary>
/// <param name="TokensAskedFor">Input tokens of all requests, as if each ran alone.</param>
/// <param name="TokensComputed">Tokens that went through the model.</param>
/// <param name="LogitRows">Positions for which the vocabulary was scored.</param>
public readonly record struct ScoringTotals(long TokensAskedFor, long TokensComputed, long LogitRows)
{
    /// <summary>The sum of two runs.</summary>
    public static ScoringTotals operator +(ScoringTotals a, ScoringTotals b) => Add(a, b);

    /// <summary>The sum of two runs.</summary>
    public static ScoringTotals Add(ScoringTotals a, ScoringTotals b) =>
        new(a.TokensAskedFor + b.TokensAskedFor, a.TokensComputed + b.TokensComputed, a.LogitRows + b.LogitRows);
}
