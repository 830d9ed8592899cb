namespace Candor.Conversations.Labels;

/// <summary>Pretraining: a row is one text, and every token after the first is trained. Ends of texts are <c>&lt;/s&gt;</c> in the text.</summary>
internal static class TextLabels
{
    public static EncodedRow Encode(ConversationRow row, IReadOnlyList<ConversationTurn> turns, RowTokens tokens)
    {
        if (turns is not [{ From: ConversationTurn.Gpt } only])
            throw new InputException($"{row.Place}: expected one turn from {ConversationTurn.Gpt} under template text, found {turns.Count} turns");
        var ids = tokens.Encode(only.Value);
        var cut = tokens.Cut(ids);
        return new EncodedRow { Ids = cut, Labels = (int[])cut.Clone(), FullLength = ids.Length };
    }
}
