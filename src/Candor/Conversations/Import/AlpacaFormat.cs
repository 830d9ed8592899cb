using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>Alpaca: <c>instruction</c>, an optional <c>input</c> to work on, <c>output</c>.</summary>
internal sealed class AlpacaFormat : IRowFormat
{
    public string Name => "alpaca";

    public bool Recognises(RowFields row) => row.Find("instruction") is not null && row.Find("output") is not null;

    public void Read(RowFields row, RowDraft draft)
    {
        draft.Id = row.Name("id");
        draft.AddImages(row, "images");
        if (row.Text("system") is { } system)
            draft.System.Add(system);
        foreach (var (asked, answered) in row.Pairs("history"))
            draft.Turns.AddRange([new(ConversationTurn.Human, asked), new(ConversationTurn.Gpt, answered)]);
        var instruction = row.RequiredText("instruction");
        var input = row.Text("input");
        var question = string.IsNullOrEmpty(input) ? instruction : $"{instruction}\n{input}";
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Human, question));
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Gpt, row.RequiredText("output")));
    }
}
