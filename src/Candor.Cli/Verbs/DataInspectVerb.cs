using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Cli.Conversations;
using Candor.Cli.Terminals;
using Candor.Conversations.Auditing;
using Candor.Conversations.Reading;
using Spectre.Console;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data inspect</c>: what a file of rows holds, and what is odd about it.</summary>
internal static class DataInspectVerb
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "LLaVA JSON: an array, or a row a line" };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "inspect", "Counts rows, turns, pictures and lengths; names broken and odd rows.", "candor data inspect instruct.json")
        {
            s_file,
            json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var (statistics, checker) = (new RowStatistics(), new RowChecker());
        foreach (var row in LlavaRowFile.Read(parsed.GetRequiredValue(s_file)))
        {
            cancellation.ThrowIfCancellationRequested();
            statistics.Add(row);
            checker.Add(row);
        }

        if (asJson)
            terminal.OutputWriter.WriteLine(ToJson(statistics, checker).ToJsonString());
        else
            Write(terminal.Output, statistics, checker);
        return checker.Errors.Total > 0 ? ExitCode.BadInput : ExitCode.Done;
    }

    private static void Write(IAnsiConsole console, RowStatistics statistics, RowChecker checker)
    {
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        table.AddRow("rows", statistics.Rows.ToString(CultureInfo.InvariantCulture));
        table.AddRow("with a picture", $"{statistics.RowsWithImage} ({statistics.Images} different)");
        table.AddRow("turns: rows", string.Join(", ", statistics.RowsByTurns.Select(pair => $"{pair.Key}: {pair.Value}")));
        table.AddRow("questions", Describe(statistics.Questions));
        table.AddRow("answers", Describe(statistics.Answers));
        console.Write(table);
        FindingsView.Write(console, "error", checker.Errors);
        FindingsView.Write(console, "note", checker.Notes);
    }

    private static string Describe(LengthSummary lengths) =>
        $"{lengths.Count}; characters: median {lengths.Median}, 95% up to {lengths.Percentile95}, {lengths.Shortest} to {lengths.Longest}";

    private static JsonObject ToJson(RowStatistics statistics, RowChecker checker) => new()
    {
        ["rows"] = statistics.Rows,
        ["rows_with_image"] = statistics.RowsWithImage,
        ["images"] = statistics.Images,
        ["rows_by_turns"] = new JsonObject(statistics.RowsByTurns.Select(pair =>
            KeyValuePair.Create(pair.Key.ToString(CultureInfo.InvariantCulture), (JsonNode?)JsonValue.Create(pair.Value)))),
        ["question_characters"] = ToJson(statistics.Questions),
        ["answer_characters"] = ToJson(statistics.Answers),
        ["errors"] = FindingsView.ToJson(checker.Errors),
        ["notes"] = FindingsView.ToJson(checker.Notes),
    };

    private static JsonObject ToJson(LengthSummary lengths) => new()
    {
        ["count"] = lengths.Count,
        ["shortest"] = lengths.Shortest,
        ["median"] = lengths.Median,
        ["percentile_95"] = lengths.Percentile95,
        ["longest"] = lengths.Longest,
    };
}
