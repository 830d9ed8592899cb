using System.Text;
using System.Text.Json;
using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>OpenAI's chat form: <c>messages</c> of <c>role</c> and <c>content</c>, a text or parts of which some are pictures.</summary>
internal sealed class MessagesFormat : IRowFormat
{
    public string Name => "messages";

    public bool Recognises(RowFields row) => row.Find("messages") is not null;

    public void Read(RowFields row, RowDraft draft)
    {
        draft.Id = row.Name("id");
        draft.AddImages(row, "image");
        draft.AddImages(row, "images");
        foreach (var message in row.List("messages"))
            Roles.Add(draft, message, "role", Content(message, draft));
    }

    private static string Content(RowFields message, RowDraft draft)
    {
        if (message.Find("content") is not { ValueKind: JsonValueKind.Array })
            return message.RequiredText("content");
        var text = new StringBuilder();
        foreach (var part in message.List("content"))
        {
            var kind = part.RequiredText("type");
            if (kind == "text")
                text.Append(part.RequiredText("text"));
            else if (kind is "image_url" or "image")
                AppendPicture(text, part, kind, draft);
            else
                throw part.Unexpected("type", "text, image_url or image");
        }

        return text.ToString();
    }

    private static void AppendPicture(StringBuilder text, RowFields part, string kind, RowDraft draft)
    {
        draft.AddImages(part, kind);
        text.Append(ImageTokens.Image).Append('\n');
    }
}
