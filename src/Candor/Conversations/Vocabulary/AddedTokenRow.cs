namespace Candor.Conversations.Vocabulary;

/// <summary>A token that a run adds to the vocabulary.</summary>
/// <param name="Content">The token.</param>
/// <param name="Id">Its id, and its row in <c>embed_tokens</c> and <c>lm_head</c>.</param>
/// <param name="Start">What its rows start from.</param>
/// <param name="OlderRows">Number of rows before all tokens that are added at once with it: those the mean is taken over.</param>
public sealed record AddedTokenRow(string Content, int Id, AddedRowStart Start, int OlderRows);
