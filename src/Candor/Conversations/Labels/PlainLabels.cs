using Candor.Tokenization;

namespace Candor.Conversations.Labels;

/// <summary>Captions: the picture, then the answer, which is trained (<c>preprocess_plain</c>, spec/training.md §8.1).</summary>
internal static class PlainLabels
{
    public static EncodedRow Encode(ConversationRow row, IReadOnlyList<ConversationTurn> turns, ITokenizer tokenizer, string separator)
    {
        if (turns.Count != 2)
            throw new InputException($"{row.Place}: expected two turns under a plain template, found {turns.Count}");
        if (!turns[0].Value.Contains(ImageTokens.Image, StringComparison.Ordinal))
            throw new InputException($"{row.Place}: expected {ImageTokens.Image} in the first turn under a plain template, found none");

        // The question goes: only the picture stands before the caption.
        var ids = ImagePrompt.Encode(tokenizer, ImageTokens.Image + turns[1].Value + separator);
        var labels = (int[])ids.Clone();
        LabelMask.Hide(labels, 0, ImagePrompt.Encode(tokenizer, ImageTokens.Image).Length);
        return new EncodedRow { Ids = ids, Labels = labels, FullLength = ids.Length };
    }
}
