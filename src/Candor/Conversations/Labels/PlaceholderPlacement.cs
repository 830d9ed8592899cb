using Candor.Conversations.Templates;

namespace Candor.Conversations.Labels;

/// <summary>Moves picture placeholders to where the model expects them (<c>preprocess_multimodal</c>, spec/training.md §8).</summary>
public static class PlaceholderPlacement
{
    /// <summary>The turns of a row with a picture: one placeholder at the front of each text that has any, inside its tokens.</summary>
    internal static IReadOnlyList<ConversationTurn> Apply(IReadOnlyList<ConversationTurn> turns, RowEncoderSettings settings) =>
        [.. turns.Select(turn => turn with { Value = Apply(turn.Value, settings.Template, settings.UsesStartEnd) })];

    /// <summary>A text: one placeholder at its front, if it has any, inside the tokens that stand around a picture.</summary>
    /// <param name="text">With or without a placeholder.</param>
    /// <param name="template">May put tags of its own around a picture.</param>
    /// <param name="usesStartEnd"><c>mm_use_im_start_end</c>.</param>
    public static string Apply(string text, ConversationTemplate template, bool usesStartEnd)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(template);
        if (!text.Contains(ImageTokens.Image, StringComparison.Ordinal))
            return text;
        var rest = PythonText.Strip(text.Replace(ImageTokens.Image, "", StringComparison.Ordinal));
        var moved = PythonText.Strip($"{ImageTokens.Image}\n{rest}");
        if (template.HasImageTags)
            moved = moved.Replace(ImageTokens.Image, $"<Image>{ImageTokens.Image}</Image>", StringComparison.Ordinal);
        return usesStartEnd
            ? moved.Replace(ImageTokens.Image, $"{ImageTokens.Start}{ImageTokens.Image}{ImageTokens.End}", StringComparison.Ordinal)
            : moved;
    }
}
