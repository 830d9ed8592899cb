using Candor.Conversations.Templates;

namespace Candor.Conversations.Labels;

/// <summary>
/// ChatML: the row is rendered and tokenised as one text; of every answer its tokens and the <c>&lt;|im_end|&gt;</c> that closes it are
/// trained, not the line with the role and not the line break behind the mark.
/// </summary>
internal static class ChatMlLabels
{
    private const string System = "system";

    public static EncodedRow Encode(
        ConversationRow row, IReadOnlyList<ConversationTurn> turns, ConversationTemplate template, RowTokens tokens)
    {
        if (turns.Count == 0)
            throw RowProblems.NoTurns(row);
        CheckMarks(row, tokens);
        ChatMessage[] messages = [.. turns.Select((turn, index) => new ChatMessage(RoleOf(row, turn, index, template), turn.Value))];
        List<int> ids = [.. tokens.Begin()];
        var labels = Enumerable.Repeat(ImageTokens.IgnoreIndex, ids.Count).ToList();
        // The marks cut the text, so that messages may be encoded one by one.
        foreach (var message in ChatMlRenderer.WithSystem(template, messages))
        {
            var part = tokens.EncodePart(ChatMlRenderer.Head(message.Role) + message.Content + template.Sep);
            var partLabels = (int[])part.Clone();
            var (start, end) = message.Role == template.Assistant ? Trained(message.Role, part, tokens) : (part.Length, part.Length);
            LabelMask.Hide(partLabels, 0, start);
            LabelMask.Hide(partLabels, end, part.Length);
            ids.AddRange(part);
            labels.AddRange(partLabels);
        }

        return new EncodedRow { Ids = tokens.Cut([.. ids]), Labels = tokens.Cut([.. labels]), FullLength = ids.Count };
    }

    /// <summary>
    /// Where an answer begins and ends. An answer that begins with white space may share its first token with the line break before it;
    /// such a token is not trained.
    /// </summary>
    private static (int Start, int End) Trained(string role, int[] part, RowTokens tokens)
    {
        var head = tokens.EncodePart(ChatMlRenderer.Head(role));
        var common = part.AsSpan().CommonPrefixLength(head);
        var tail = tokens.EncodePart("\n").Length;
        return (common + (common < head.Length ? 1 : 0), part.Length - tail);
    }

    private static void CheckMarks(ConversationRow row, RowTokens tokens)
    {
        foreach (var mark in (string[])[ChatMlRenderer.Start, ChatMlRenderer.End])
        {
            if (tokens.EncodePart(mark).Length != 1)
                throw new InputException($"{row.Place}: template chatml: expected {mark} to be one token of the tokenizer, found {tokens.EncodePart(mark).Length}");
        }
    }

    private static string RoleOf(ConversationRow row, ConversationTurn turn, int index, ConversationTemplate template) => turn.From switch
    {
        ConversationTurn.Human => template.User,
        ConversationTurn.Gpt => template.Assistant,
        System => System,
        _ => throw RowProblems.UnknownRole(row, turn, index),
    };
}
