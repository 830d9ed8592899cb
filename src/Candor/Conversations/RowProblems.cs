using Candor.Checkpoints;

namespace Candor.Conversations;

/// <summary>Errors about a row that more than one place raises.</summary>
internal static class RowProblems
{
    public static InputException NoTurns(ConversationRow row) => new($"{row.Place}: conversations: expected at least one turn, found none");

    public static InputException UnknownRole(ConversationRow row, ConversationTurn turn, int index) => new(
        $"{row.Place}: conversations[{index}].from: expected human or gpt, found {ErrorText.Quote(turn.From)}");
}
