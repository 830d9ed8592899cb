using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Conversations.Overlap;
using Candor.Conversations.Reading;
using Candor.Evaluation.Data;
using Candor.Evaluation.Protocols;
using Candor.Evaluation.Tasks;
using Spectre.Console;

namespace Candor.Cli.Verbs;

/// <summary><c>candor data audit</c>: which benchmark documents stand in training rows.</summary>
internal static class DataAuditVerb
{
    private const int Shown = 5;

    private static readonly Argument<string> s_rows = new("ROWS") { Description = "LLaVA JSON" };
    private static readonly Option<string> s_data = new("--data") { Description = "folder of the benchmark data", HelpName = "DIR", DefaultValueFactory = _ => "data" };
    private static readonly Option<string?> s_tasks = new("--tasks") { Description = "tasks, separated by commas (default: all whose data are there)", HelpName = "A,B" };
    private static readonly Option<string?> s_images = new("--image-folder") { Description = "folder of the rows' pictures, to compare files too", HelpName = "DIR" };
    private static readonly Option<int> s_words = new("--words") { Description = "words of a stretch that counts", HelpName = "N", DefaultValueFactory = _ => OverlapAudit.DefaultStretch };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "audit", "Looks for documents and pictures of benchmarks in training rows.", "candor data audit instruct.json --data data --image-folder images")
        {
            s_rows, s_data, s_tasks, s_images, s_words, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var terminal = Terminal.Of(parsed);
        var data = parsed.GetRequiredValue(s_data);
        var items = Tasks(parsed, data).SelectMany(task => BenchmarkItems.Read(task, data)).ToList();
        var words = parsed.GetValue(s_words);
        var audit = new OverlapAudit(items, words);
        var rows = 0;
        foreach (var row in LlavaRowFile.Read(parsed.GetRequiredValue(s_rows)))
        {
            cancellation.ThrowIfCancellationRequested();
            audit.Add(row, parsed.GetValue(s_images));
            rows++;
        }

        if (asJson)
            terminal.OutputWriter.WriteLine(ToJson(audit.Report(), rows, words).ToJsonString());
        else
            Write(terminal.Output, audit.Report(), rows, words);
        return ExitCode.Done;
    }

    private static IReadOnlyList<IEvaluationTask> Tasks(ParseResult parsed, string data)
    {
        if (parsed.GetValue(s_tasks) is { } names)
            return TaskRegistry.Resolve(names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), ProtocolRegistry.LmEval04);
        return BenchmarkItems.TasksIn(data) is [_, ..] tasks
            ? tasks
            : throw new InputException($"--data {data}: expected the data of a benchmark in its official layout, found none");
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<OverlapReport> reports, int rows, int words)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("benchmark", "documents", "searched", "whole texts", $"{words} words", "same file", "same COCO number");
        foreach (var column in table.Columns.Skip(1))
            column.Alignment = Justify.Right;
        foreach (var report in reports)
        {
            int[] counts =
                [report.Documents, report.Searched, report.WholeTexts.Count, report.Stretches.Count, report.SameFile.Count, report.SameCocoNumber.Count];
            table.AddRow([Markup.Escape(report.Benchmark), .. counts.Select(count => count.ToString("N0", CultureInfo.InvariantCulture))]);
        }

        console.Write(table);
        foreach (var (report, finding) in reports.SelectMany(report => Findings(report).Take(Shown).Select(finding => (report, finding))))
            console.Write(new Text($"{report.Benchmark} document {finding.Number} is in {finding.Place}: {finding.What}\n"));
        console.Write(new Text(
            $"{rows} rows. Texts are compared as words, without case and punctuation; a document counts if {words} of its words in a row (or all of a text of "
            + $"{OverlapAudit.ShortestText} to {words - 1}) stand in one message. Pictures by SHA-256 of the file (with --image-folder) and by COCO number. "
            + "Paraphrases and re-encoded pictures are not found.\n"));
    }

    private static IEnumerable<OverlapFinding> Findings(OverlapReport report) =>
        report.WholeTexts.Concat(report.Stretches).Concat(report.SameFile).Concat(report.SameCocoNumber).DistinctBy(finding => finding.Number);

    private static JsonObject ToJson(IReadOnlyList<OverlapReport> reports, int rows, int words) => new()
    {
        ["rows"] = rows,
        ["words"] = words,
        ["benchmarks"] = new JsonArray([.. reports.Select(report => new JsonObject
        {
            ["benchmark"] = report.Benchmark,
            ["documents"] = report.Documents,
            ["searched"] = report.Searched,
            ["with_picture"] = report.WithPicture,
            ["whole_texts"] = ToJson(report.WholeTexts),
            ["stretches"] = ToJson(report.Stretches),
            ["same_file"] = ToJson(report.SameFile),
            ["same_coco_number"] = ToJson(report.SameCocoNumber),
        })]),
    };

    private static JsonArray ToJson(IReadOnlyList<OverlapFinding> findings) => new([.. findings.Select(finding => new JsonObject
    {
        ["document"] = finding.Number,
        ["row"] = finding.Place.Row,
        ["line"] = finding.Place.Line,
        ["what"] = finding.What,
    })]);
}
