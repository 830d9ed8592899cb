namespace Candor.Conversations;

/// <summary>One message of a conversation, as LLaVA's JSON has it.</summary>
/// <param name="From"><c>human</c> or <c>gpt</c>; other words are kept as they stand.</param>
/// <param name="Value">The text, with <c>&lt;image&gt;</c> where the picture belongs.</param>
public sealed record ConversationTurn(string From, string Value)
{
    /// <summary>The role of questions.</summary>
    public const string Human = "human";

    /// <summary>The role of answers.</summary>
    public const string Gpt = "gpt";
}
