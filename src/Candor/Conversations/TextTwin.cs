namespace Candor.Conversations;

/// <summary>Rows without their pictures: what the same conversations teach through text alone (spec/training.md §15, §18.14).</summary>
public static class TextTwin
{
    /// <summary>The twin of a row in a form.</summary>
    public static ConversationRow Of(ConversationRow row, TextTwinForm form)
    {
        ArgumentNullException.ThrowIfNull(row);
        return form == TextTwinForm.Fair ? Fair(row) : Authors(row);
    }

    private static ConversationRow Fair(ConversationRow row) => row.Image is null
        ? row
        : row with { Image = null, Turns = [.. row.Turns.Select(turn => turn with { Value = WithoutPlaceholder(turn.Value) })] };

    private static string WithoutPlaceholder(string text)
    {
        if (!text.Contains(ImageTokens.Image, StringComparison.Ordinal))
            return text;
        // The line break belongs to the placeholder: before it where the picture stands last, behind it elsewhere.
        return PythonText.Strip(text
            .Replace(ImageTokens.Image + "\n", "", StringComparison.Ordinal)
            .Replace("\n" + ImageTokens.Image, "", StringComparison.Ordinal)
            .Replace(ImageTokens.Image, "", StringComparison.Ordinal));
    }

    private static ConversationRow Authors(ConversationRow row)
    {
        if (row.Turns.Count == 0)
            return row;
        var first = row.Turns[0] with { Value = row.Turns[0].Value.Replace(ImageTokens.Image, "", StringComparison.Ordinal) };
        return row with { Turns = [first, .. row.Turns.Skip(1)] };
    }
}
