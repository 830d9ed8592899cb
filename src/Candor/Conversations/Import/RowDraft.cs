namespace Candor.Conversations.Import;

/// <summary>A conversation as a format gives it, before it is made to fit LLaVA's form.</summary>
internal sealed class RowDraft
{
    /// <summary>The row's name, if it has one.</summary>
    public string? Id { get; set; }

    /// <summary>Instructions to the model that stand outside the conversation.</summary>
    public List<string> System { get; } = [];

    /// <summary>Questions and answers in order.</summary>
    public List<ConversationTurn> Turns { get; } = [];

    /// <summary>Files of pictures, in order.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Adds a picture, or several: a text, an object with a path or URL, or a list of these.</summary>
    public void AddImages(Reading.RowFields row, string key)
    {
        foreach (var image in row.Texts(key, "path", "url", "image"))
            Images.Add(image);
    }
}
