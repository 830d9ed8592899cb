namespace Candor.Conversations.Vocabulary;

/// <summary>What the new rows of <c>embed_tokens</c> and <c>lm_head</c> start from.</summary>
public enum AddedRowStart
{
    /// <summary>The mean over all older rows of the same matrix.</summary>
    MeanOfOlderRows,

    /// <summary>Normal with mean 0 and deviation <c>initializer_range</c>.</summary>
    Normal,
}
