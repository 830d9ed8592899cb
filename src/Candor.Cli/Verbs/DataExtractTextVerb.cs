using System.CommandLine;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Conversations;
using Candor.Conversations.Reading;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data extract-text</c>: the text-only twin of rows with pictures.</summary>
internal static class DataExtractTextVerb
{
    private static readonly Argument<string> s_source = new("IN") { Description = "LLaVA JSON" };

    private static readonly Argument<string> s_target = new("OUT") { Description = "the twin to write" };

    private static readonly Option<TextTwinForm> s_form = new("--form")
    {
        Description = "fair: no image key, no placeholder; authors: as the paper did, <image> out of the first turn only",
        HelpName = "fair|authors",
        DefaultValueFactory = _ => TextTwinForm.Fair,
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "extract-text",
            "Writes the same conversations without their pictures, for the text-only control.",
            "candor data extract-text instruct.json instruct-text.json")
        {
            s_source,
            s_target,
            s_form,
            json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var form = parsed.GetValue(s_form);
        var changed = 0;
        var rows = LlavaRowFile.Read(parsed.GetRequiredValue(s_source)).Select(row =>
        {
            cancellation.ThrowIfCancellationRequested();
            changed += row.Turns.Any(turn => turn.Value.Contains(ImageTokens.Image, StringComparison.Ordinal)) ? 1 : 0;
            return TextTwin.Of(row, form);
        });
        var count = LlavaRowWriter.Write(parsed.GetRequiredValue(s_target), rows);
        if (asJson)
        {
            var summary = new JsonObject { ["rows"] = count, ["rows_with_placeholder"] = changed, ["form"] = Name(form) };
            terminal.OutputWriter.WriteLine(summary.ToJsonString());
            return ExitCode.Done;
        }

        var written = $"{count} rows, {changed} of them with a placeholder, written to {parsed.GetRequiredValue(s_target)}.";
        terminal.OutputWriter.WriteLine($"{written} {Advice(form)}");
        return ExitCode.Done;
    }

    private static string Name(TextTwinForm form) => form == TextTwinForm.Fair ? "fair" : "authors";

    private static string Advice(TextTwinForm form) => form == TextTwinForm.Fair
        ? "Train them with the version, trainable set and steps of the run with pictures."
        : "The authors trained these with version llama_2 and no tower, where the runs with pictures used llava_llama_2.";
}
