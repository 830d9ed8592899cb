using Candor.Conversations.Templates;

namespace Candor.Conversations.Labels;

/// <summary>
/// Versions v1 and llama_2: the rendered text is cut into rounds, whose parts are counted by themselves; answers with their end token
/// are trained (<c>preprocess_v1</c>, <c>preprocess_llama_2</c>, spec/training.md §8.2).
/// </summary>
internal static class RoundLabels
{
    /// <summary>
    /// A part counted by itself has BOS, and the lone <c>▁</c> of its trailing space, which in context belongs to the answer's first word.
    /// </summary>
    private const int CountedTwice = 2;

    public static EncodedRow Encode(
        ConversationRow row, IReadOnlyList<ConversationTurn> turns, ConversationTemplate template, RowTokens tokens)
    {
        var text = Render(row, turns, template);
        var full = tokens.Encode(text);
        var ids = tokens.Cut(full);
        var labels = (int[])ids.Clone();
        var total = tokens.CountReal(ids);
        var end = MaskQuestions(labels, text, template, tokens);
        var encoded = new EncodedRow { Ids = ids, Labels = labels, FullLength = full.Length };
        if (end >= tokens.MaxLength || end == total)
            return encoded;
        LabelMask.Hide(labels, 0, labels.Length);
        return encoded with { Warnings = [$"WARNING: tokenization mismatch: {end} vs. {total}. (ignored)"] };
    }

    private static string Render(ConversationRow row, IReadOnlyList<ConversationTurn> turns, ConversationTemplate template)
    {
        if (turns.Count == 0)
            throw RowProblems.NoTurns(row);
        bool[] areHuman = [.. turns.Select((turn, index) => IsHuman(row, turn, index))];
        var first = areHuman[0] ? 0 : 1;
        for (var index = first; index < turns.Count; index++)
        {
            if (areHuman[index] != ((index - first) % 2 == 0))
                throw new InputException($"{row.Place}: conversations[{index}].from: expected alternating roles, found {turns[index].From} twice");
        }

        var messages = turns.Skip(first).Select((turn, index) => new PromptMessage(index % 2 == 0, turn.Value));
        try
        {
            return PromptRenderer.Render(template, [.. messages]);
        }
        catch (InputException error)
        {
            throw new InputException($"{row.Place}: {error.Message}", error);
        }
    }

    private static bool IsHuman(ConversationRow row, ConversationTurn turn, int index) => turn.From switch
    {
        ConversationTurn.Human => true,
        ConversationTurn.Gpt => false,
        _ => throw RowProblems.UnknownRole(row, turn, index),
    };

    /// <summary>Masks all but the answers; returns where the counted rounds end.</summary>
    private static int MaskQuestions(int[] labels, string text, ConversationTemplate template, RowTokens tokens)
    {
        var answerMark = template.Style == TemplateStyle.Llama2 ? "[/INST] " : $"{template.Sep}{template.Assistant}: ";
        var position = 1;
        LabelMask.Hide(labels, 0, position);
        foreach (var round in text.Split(template.Sep2))
        {
            if (round.Length == 0)
                break;
            var parts = round.Split(answerMark);
            if (parts.Length != 2)
                break;
            // The round's own BOS stands in for the end token that the cut took away.
            var question = tokens.Encode(parts[0] + answerMark).Length - CountedTwice;
            LabelMask.Hide(labels, position, position + question);
            position += tokens.Encode(round).Length;
        }

        LabelMask.Hide(labels, position, labels.Length);
        return position;
    }
}
