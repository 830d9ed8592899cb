using System.Text;
using Candor.Conversations.Templates;

namespace Candor.Conversations.Labels;

/// <summary>
/// Version v0: each turn is counted by itself, and human turns are masked but for their first two tokens, the <c>###</c> that ends the
/// answer before (spec/training.md §8.3).
/// </summary>
internal static class SpeakerLabels
{
    private const string BeginSignal = "### ";
    private const string EndSignal = "\n";

    /// <summary>In context a turn begins with the two tokens of <c>###</c>; they stay trained.</summary>
    private const int SignalLength = 2;

    public static EncodedRow Encode(IReadOnlyList<ConversationTurn> turns, ConversationTemplate template, RowTokens tokens)
    {
        var header = template.System + "\n\n";
        string[] sentences = [.. turns.Select(turn => $"{BeginSignal}{NameOf(turn.From, template)}: {turn.Value}{EndSignal}")];
        var full = tokens.Encode(new StringBuilder(header).AppendJoin("", sentences).Append(BeginSignal).ToString());
        var ids = tokens.Cut(full);
        var labels = (int[])ids.Clone();
        var position = tokens.PieceLength(header);
        LabelMask.Hide(labels, 0, position);
        foreach (var (turn, sentence) in turns.Zip(sentences))
        {
            var length = tokens.PieceLength(sentence);
            // The reference compares case here, though not for the name.
            if (turn.From == ConversationTurn.Human)
                LabelMask.Hide(labels, position + SignalLength, position + length);
            position += length;
        }

        return new EncodedRow { Ids = ids, Labels = labels, FullLength = full.Length };
    }

    private static string NameOf(string from, ConversationTemplate template) => from.ToLowerInvariant() switch
    {
        ConversationTurn.Human => template.User,
        ConversationTurn.Gpt => template.Assistant,
        _ => "unknown",
    };
}
