namespace Candor.Conversations;

/// <summary>One row of LLaVA's training data: a conversation, about a picture or not.</summary>
public sealed record ConversationRow
{
    /// <summary>The row's name; nothing depends on it, and released data repeats it. Null where the row has none.</summary>
    public string? Id { get; init; }

    /// <summary>The picture's file, relative to the image folder; null for a row of text only.</summary>
    public string? Image { get; init; }

    /// <summary>The messages in order.</summary>
    public required IReadOnlyList<ConversationTurn> Turns { get; init; }

    /// <summary>Where the row was read.</summary>
    public RowPlace Place { get; init; }
}
