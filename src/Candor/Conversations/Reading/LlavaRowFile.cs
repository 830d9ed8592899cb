
namespace Candor.Conversations.Reading;

/// <summary>Reads LLaVA's training data: rows of <c>id</c>, <c>image</c>, <c>conversations</c> in an array or one a line.</summary>
public static class LlavaRowFile
{
    /// <summary>
    /// The rows in order, read as they are asked for. The form is checked (<c>conversations</c> is a list of texts); what a role may be
    /// called depends on the template and is checked by <see cref="Auditing.RowChecker"/>.
    /// </summary>
    /// <exception cref="InputException">The file cannot be read or a row is broken: file, row and line are named.</exception>
    public static IEnumerable<ConversationRow> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return JsonRowReader.Read(path).Select(Parse);
    }

    internal static ConversationRow Parse(JsonRow row)
    {
        var fields = new RowFields(row.Place, "", row.Value);
        var turns = fields.List("conversations").Select(turn => new ConversationTurn(turn.RequiredText("from"), turn.RequiredText("value")));
        return new ConversationRow
        {
            Id = fields.Name("id"),
            Image = fields.Text("image"),
            Turns = [.. turns],
            Place = row.Place,
        };
    }
}
