using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>
/// LLaVA's evaluation rows (coco2014_val_gpt4_qa_30x3.jsonl): a picture, an instruction, an answer, and the kind of question, which is put
/// behind the id because three rows share one picture's.
/// </summary>
internal sealed class LlavaInstructFormat : IRowFormat
{
    public string Name => "llava-qa";

    public bool Recognises(RowFields row) =>
        row.Find("image") is not null && row.Find("instruction") is not null && row.Find("output") is not null;

    public void Read(RowFields row, RowDraft draft)
    {
        var kind = row.Text("type");
        draft.Id = row.Name("id") is { } id && kind is not null ? $"{id}-{kind}" : row.Name("id");
        draft.AddImages(row, "image");
        var instruction = row.RequiredText("instruction");
        // Every row of this form is about its picture, so the placeholder needs no note.
        if (!instruction.Contains(ImageTokens.Image, StringComparison.Ordinal))
            instruction = $"{ImageTokens.Image}\n{instruction}";
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Human, instruction));
        draft.Turns.Add(new ConversationTurn(ConversationTurn.Gpt, row.RequiredText("output")));
    }
}
