using Candor.Conversations.Templates;
using Candor.Tokenization;

namespace Candor.Conversations.Labels;

/// <summary>
/// Conversations into token ids and labels, exactly as the reference's <c>preprocess</c> makes them (spec/training.md §8, goldens/labels);
/// <c>chatml</c>, which the reference lacks, as <see cref="ChatMlLabels"/> says.
/// Thread-safe where the tokenizer is.
/// </summary>
/// <param name="tokenizer">With the added tokens of the run.</param>
/// <param name="settings">Template, padding, length.</param>
public sealed class RowEncoder(ITokenizer tokenizer, RowEncoderSettings settings)
{
    /// <summary>What was asked for.</summary>
    public RowEncoderSettings Settings => settings;

    /// <summary>The tokenizer in use.</summary>
    public ITokenizer Tokenizer => tokenizer;

    /// <summary>Ids and labels of a row.</summary>
    /// <exception cref="InputException">The row does not fit the template: the message names row and turn.</exception>
    public EncodedRow Encode(ConversationRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var hasImage = row.Image is not null;
        var turns = hasImage && settings.IsMultimodal ? PlaceholderPlacement.Apply(row.Turns, settings) : row.Turns;
        var tokens = new RowTokens(tokenizer, settings, hasImage);
        var template = settings.Template;
        if (template.Style == TemplateStyle.Plain)
            return PlainLabels.Encode(row, turns, tokenizer, template.Sep);
        if (template.Style == TemplateStyle.Text)
            return TextLabels.Encode(row, turns, tokens);
        if (template.Style == TemplateStyle.ChatMl)
            return ChatMlLabels.Encode(row, turns, template, tokens);
        return template.Style == TemplateStyle.Llama2 || template.Version.StartsWith("v1", StringComparison.Ordinal)
            ? RoundLabels.Encode(row, turns, template, tokens)
            : SpeakerLabels.Encode(turns, template, tokens);
    }
}
