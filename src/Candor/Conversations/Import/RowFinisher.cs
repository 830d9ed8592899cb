using Candor.Conversations.Auditing;

namespace Candor.Conversations.Import;

/// <summary>
/// Makes drafts fit what label masks can train on: questions and answers in turn, beginning with a question, one picture at most. What is
/// changed is noted, what cannot be helped is dropped; both are counted by reason.
/// </summary>
/// <param name="notes">Takes what was changed.</param>
/// <param name="dropped">Takes rows left out.</param>
internal sealed class RowFinisher(FindingTallies notes, FindingTallies dropped)
{
    /// <summary>The finished row, or null where it was dropped.</summary>
    public ConversationRow? Finish(RowDraft draft, RowPlace place, string fallbackId)
    {
        var turns = draft.Turns;
        TrimEnds(turns, place);
        var reason = ReasonToDrop(draft);
        if (reason is not null)
        {
            dropped.Add(reason, place);
            return null;
        }

        MoveSystemIn(draft, place);
        if (draft.Images.Count == 1)
            PlacePicture(turns, place);
        return new ConversationRow { Id = draft.Id ?? fallbackId, Image = draft.Images.FirstOrDefault(), Turns = turns, Place = place };
    }

    private void TrimEnds(List<ConversationTurn> turns, RowPlace place)
    {
        if (turns.Count > 0 && turns[0].From == ConversationTurn.Gpt)
        {
            turns.RemoveAt(0);
            notes.Add("answer before any question left out", place);
        }

        if (turns.Count > 0 && turns[^1].From == ConversationTurn.Human)
        {
            turns.RemoveAt(turns.Count - 1);
            notes.Add("question without an answer at the end left out", place);
        }
    }

    private static string? ReasonToDrop(RowDraft draft)
    {
        if (draft.Turns.Count == 0)
            return "no question with an answer";
        if (draft.Turns.Where((turn, index) => (turn.From == ConversationTurn.Human) != (index % 2 == 0)).Any())
            return "two turns of one role";
        if (draft.Turns.Any(turn => turn.From == ConversationTurn.Gpt && turn.Value.Length == 0))
            return "empty answer";
        if (draft.Images.Count > 1)
            return "several pictures";
        return draft.Images.Any(IsNoFile) ? "picture is no file (inline data or a web address)" : null;
    }

    private static bool IsNoFile(string image) =>
        image.StartsWith("data:", StringComparison.OrdinalIgnoreCase) || image.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || image.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>LLaVA's rows have no system turn, and templates bring their own: the row's goes before its first question.</summary>
    private void MoveSystemIn(RowDraft draft, RowPlace place)
    {
        var system = string.Join("\n\n", draft.System.Where(text => text.Length > 0));
        if (system.Length == 0)
            return;
        draft.Turns[0] = draft.Turns[0] with { Value = $"{system}\n\n{draft.Turns[0].Value}" };
        notes.Add("system message put before the first question", place);
    }

    private void PlacePicture(List<ConversationTurn> turns, RowPlace place)
    {
        if (turns.Any(turn => turn.Value.Contains(ImageTokens.Image, StringComparison.Ordinal)))
            return;
        turns[0] = turns[0] with { Value = $"{ImageTokens.Image}\n{turns[0].Value}" };
        notes.Add($"{ImageTokens.Image} put before the first question", place);
    }
}
