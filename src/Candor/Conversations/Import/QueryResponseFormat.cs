using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>ms-swift: <c>query</c>, <c>response</c>, and the turns before them in <c>history</c> as pairs.</summary>
internal sealed class QueryResponseFormat : IRowFormat
{
    public string Name => "query-response";

    public bool Recognises(RowFields row) => row.Find("query") is not null && row.Find("response") is not null;

    public void Read(RowFields row, RowDraft draft)
    {
        draft.Id = row.Name("id");
        draft.AddImages(row, "image");
        draft.AddImages(row, "images");
        if (row.Text("system") is { } system)
            draft.System.Add(system);
        foreach (var (question, answer) in row.Pairs("history"))
            draft.Turns.AddRange([new(ConversationTurn.Human, question), new(ConversationTurn.Gpt, answer)]);
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Human, row.RequiredText("query")));
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Gpt, row.RequiredText("response")));
    }
}
