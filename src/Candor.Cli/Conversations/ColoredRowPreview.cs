using Candor.Conversations;
using Candor.Conversations.Labels;
using Spectre.Console;

namespace Candor.Cli.Conversations;

/// <summary>Rows as text: trained tokens green and inside ⟦ ⟧, which also show where there is no colour.</summary>
internal sealed class ColoredRowPreview(IAnsiConsole console, RowEncoder encoder) : IRowPreview
{
    private static readonly Style s_trained = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style s_masked = new(decoration: Decoration.Dim);
    private static readonly Style s_warning = new(Color.Yellow);

    public void Show(ConversationRow row, EncodedRow encoded)
    {
        var maxLength = encoder.Settings.ModelMaxLength;
        var length = encoded.FullLength > maxLength ? $"{encoded.FullLength} tokens, cut at {maxLength}" : $"{encoded.FullLength} tokens";
        var title = $"row {row.Place.Row} {row.Id}: {length}, {encoded.CountTargets(maxLength)} trained";
        console.Write(new Rule(Markup.Escape(title)).LeftJustified());
        var text = new Paragraph();
        foreach (var stretch in LabelledText.Of(encoded, encoder.Tokenizer))
        {
            if (stretch.IsTrained)
                text.Append($"⟦{stretch.Text}⟧", s_trained);
            else
                text.Append(stretch.Text, s_masked);
        }

        console.Write(text);
        console.WriteLine();
        foreach (var warning in encoded.Warnings)
            console.Write(new Text(warning + "\n", s_warning));
    }

    public void ShowMisfit(ConversationRow row, string reason)
    {
        console.Write(new Rule(Markup.Escape($"row {row.Place.Row} {row.Id}")).LeftJustified());
        console.Write(new Text(reason + "\n", new Style(Color.Red)));
    }
}
