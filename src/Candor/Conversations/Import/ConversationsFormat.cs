using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>ShareGPT, of which LLaVA's own form is a part: <c>conversations</c> of <c>from</c> and <c>value</c>.</summary>
internal sealed class ConversationsFormat : IRowFormat
{
    public string Name => "sharegpt";

    public bool Recognises(RowFields row) => row.Find("conversations") is not null;

    public void Read(RowFields row, RowDraft draft)
    {
        draft.Id = row.Name("id");
        draft.AddImages(row, "image");
        draft.AddImages(row, "images");
        if (row.Text("system") is { } system)
            draft.System.Add(system);
        foreach (var turn in row.List("conversations"))
            Roles.Add(draft, turn, "from", turn.RequiredText("value"));
    }
}
