namespace Candor.Tokenization;

/// <summary>A token that is cut out of the text as it stands, before the model sees the rest.</summary>
internal sealed record AddedToken
{
    /// <summary>Longer than any released one; it bounds what a look-up costs where a file is read that could hold anything.</summary>
    public const int MaxLength = 512;

    public required string Content { get; init; }

    public required int Id { get; init; }

    /// <summary>Whether <c>skip_special_tokens</c> leaves it out.</summary>
    public required bool IsSpecial { get; init; }

    /// <summary>Whether white space before it goes.</summary>
    public bool StripsLeft { get; init; }

    /// <summary>Whether white space after it goes.</summary>
    public bool StripsRight { get; init; }

    /// <summary>Whether the fast tokenizer looks for it in the normalised text (with a space before it) instead of the text as written.</summary>
    public bool IsNormalized { get; init; }

    /// <summary>Whether it is no piece of tokenizer.model.</summary>
    public required bool IsOutsideModel { get; init; }
}
