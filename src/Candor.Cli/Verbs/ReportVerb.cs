using System.CommandLine;
using Candor.Cli.Rendering;
using Candor.Cli.Terminals;
using Candor.Reports;

namespace Candor.Cli.Verbs;

/// <summary><c>candor report</c>: a study's report, made from its logs alone.</summary>
internal static class ReportVerb
{
    private const int MaxDocuments = 1_000_000;

    private static readonly Argument<string> s_folder = new("DIR") { Description = "folder of a study's run (runs/NAME), with study.json in it" };

    private static readonly Option<bool> s_withoutTexts = new("--without-texts")
    {
        Description = "no question and no answer of a benchmark: numbers and hashes of documents only, for publishing",
    };

    private static readonly Option<int> s_documents = new("--documents")
    {
        Description = "at most about N changed documents in the page; the rest are counted",
        HelpName = "N",
        DefaultValueFactory = _ => new ReportOptions().MaxDocuments,
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "report",
            "Makes a study's report from its logs: report.html (one file), report.md and tables/*.csv.",
            "candor report runs/first-light --without-texts")
        {
            s_folder,
            json,
            s_withoutTexts,
            s_documents,
        };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, ParseResult parsed, bool asJson)
    {
        var documents = parsed.GetValue(s_documents);
        if (documents is < 0 or > MaxDocuments)
            throw new InputException($"--documents: expected a number from 0 to {MaxDocuments}, found {documents}");
        var options = new ReportOptions { IncludesTexts = !parsed.GetValue(s_withoutTexts), MaxDocuments = documents };
        var result = ReportWriter.Write(parsed.GetRequiredValue(s_folder), options);
        foreach (var gap in result.Facts.Gaps)
            terminal.ErrorWriter.WriteLine($"missing: {gap.Step}: {gap.Reason}");
        ReportView.Show(terminal, result, asJson);
        return ExitCode.Done;
    }
}
