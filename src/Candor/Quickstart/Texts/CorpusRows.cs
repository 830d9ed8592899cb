using Candor.Conversations;
using Candor.Tokenization;

namespace Candor.Quickstart.Texts;

/// <summary>
/// The corpus as training rows: as many whole texts as fit into a row, each ended by <c>&lt;/s&gt;</c> and begun by <c>&lt;s&gt;</c>, so
/// that batches hold little padding.
/// </summary>
internal static class CorpusRows
{
    /// <summary>Tokens of a row at most.</summary>
    public const int MaxTokens = 384;

    private const string End = "</s>";
    private const string Begin = "<s>";

    /// <summary>The rows in the order of the texts.</summary>
    public static IEnumerable<ConversationRow> Pack(IEnumerable<string> texts, ITokenizer tokenizer)
    {
        var (number, tokens) = (0, 0);
        var packed = new List<string>();
        foreach (var text in texts)
        {
            // Begin and end of the text beside its own tokens.
            var length = tokenizer.Encode(text, addSpecialTokens: false).Length + 2;
            if (packed.Count > 0 && tokens + length > MaxTokens)
            {
                yield return Row(number++, packed);
                packed.Clear();
                tokens = 0;
            }

            packed.Add(text);
            tokens += length;
        }

        yield return Row(number, packed);
    }

    private static ConversationRow Row(int number, List<string> texts) => new()
    {
        Id = Rows.Id("text", number),
        Turns = [new ConversationTurn(ConversationTurn.Gpt, string.Join(End + Begin, texts) + End)],
    };
}
