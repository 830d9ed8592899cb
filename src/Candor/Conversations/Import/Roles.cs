using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>The words that formats have for who speaks.</summary>
internal static class Roles
{
    /// <summary>Adds a turn under LLaVA's word for its role.</summary>
    /// <exception cref="InputException">The role is none of the known words.</exception>
    public static void Add(RowDraft draft, RowFields turn, string roleKey, string text)
    {
        switch (turn.RequiredText(roleKey).ToLowerInvariant())
        {
            case "human" or "user":
                draft.Turns.Add(new ConversationTurn(ConversationTurn.Human, text));
                break;
            case "gpt" or "assistant" or "chatgpt" or "bot" or "model":
                draft.Turns.Add(new ConversationTurn(ConversationTurn.Gpt, text));
                break;
            case "system" or "developer":
                draft.System.Add(text);
                break;
            default:
                throw turn.Unexpected(roleKey, "human, user, gpt, assistant or system");
        }
    }
}
