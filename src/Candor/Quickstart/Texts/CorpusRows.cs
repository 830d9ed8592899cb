using Candor.Conversations;

namespace Candor.Quickstart.Texts;

/// <summary>
/// The corpus as training rows, a text a row, ended by <c>&lt;/s&gt;</c>. Several texts in one row would fill batches better, but a model
/// of two layers hardly learns to look back into its own text while others stand before it.
/// </summary>
internal static class CorpusRows
{
    private const string End = "</s>";

    /// <summary>The rows in the order of the texts.</summary>
    public static IEnumerable<ConversationRow> Write(IEnumerable<string> texts) => texts.Select((text, number) => new ConversationRow
    {
        Id = Rows.Id("text", number),
        Turns = [new ConversationTurn(ConversationTurn.Gpt, text + End)],
    });
}
