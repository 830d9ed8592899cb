namespace Candor.Tokenization.ByteLevel;

/// <summary>What stands around a byte-level model: added tokens, roles, and the ids around a text.</summary>
internal sealed record ByteLevelSettings
{
    /// <summary>Added and special tokens, in the order of their ids.</summary>
    public required IReadOnlyList<AddedToken> Tokens { get; init; }

    public int? BosId { get; init; }

    public int? EosId { get; init; }

    public int? PadId { get; init; }

    public int? UnknownId { get; init; }

    /// <summary>Ids before a text.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Ids after a text.</summary>
    public IReadOnlyList<int> Suffix { get; init; } = [];
}
