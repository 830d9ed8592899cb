using System.CommandLine;
using System.Text.Json.Nodes;
using Candor.Cli.Conversations;
using Candor.Cli.Terminals;
using Candor.Conversations.Import;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data import</c>: other row formats into LLaVA JSON.</summary>
internal static class DataImportVerb
{
    private static readonly Argument<string> s_source = new("IN") { Description = "rows: a JSON array or JSONL" };

    private static readonly Argument<string> s_target = new("OUT") { Description = "the LLaVA JSON to write" };

    private static readonly Option<string?> s_format = new("--format")
    {
        Description = $"{string.Join(", ", RowImporter.FormatNames)}; by default what the first row's keys say",
        HelpName = "NAME",
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "import",
            "Turns rows of another format into LLaVA JSON; says which format, and every row dropped or changed.",
            "candor data import sharegpt.json rows.json")
        {
            s_source,
            s_target,
            s_format,
            json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var target = parsed.GetRequiredValue(s_target);
        var report = RowImporter.Import(parsed.GetRequiredValue(s_source), target, parsed.GetValue(s_format), cancellation);
        if (asJson)
        {
            terminal.OutputWriter.WriteLine(ToJson(report).ToJsonString());
            return ExitCode.Done;
        }

        terminal.OutputWriter.WriteLine($"{report.Format}: {report.Kept} of {report.Rows} rows written to {target}");
        FindingsView.Write(terminal.Output, "dropped", report.Dropped);
        FindingsView.Write(terminal.Output, "changed", report.Notes);
        return ExitCode.Done;
    }

    private static JsonObject ToJson(ImportReport report) => new()
    {
        ["format"] = report.Format,
        ["rows"] = report.Rows,
        ["written"] = report.Kept,
        ["dropped"] = FindingsView.ToJson(report.Dropped),
        ["changed"] = FindingsView.ToJson(report.Notes),
    };
}
