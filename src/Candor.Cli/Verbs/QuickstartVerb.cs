using System.CommandLine;
using Candor.Cli.Quickstart;
using Candor.Cli.Rendering;
using Candor.Cli.Studies;
using Candor.Cli.Terminals;
using Candor.Reports;
using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Cli.Verbs;

/// <summary><c>candor quickstart</c>: a whole study of real, tiny models in a made world.</summary>
internal static class QuickstartVerb
{
    private static readonly Option<string> s_output = new("--output")
    {
        Description = "folder for everything that is made",
        HelpName = "DIR",
        DefaultValueFactory = _ => "candor-quickstart",
    };

    private static readonly Option<int> s_seed = new("--seed")
    {
        Description = "seed of the world and of the models",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "quickstart",
            "Makes a small world and tiny models, tunes and evaluates them as the paper does, and reports: no network, no data, minutes on a CPU.",
            "candor quickstart --output candor-quickstart",
            resumes: true)
        {
            s_output, s_seed, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(Terminal.Of(parsed), parsed, parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, ParseResult parsed, bool asJson, CancellationToken cancellation)
    {
        var seed = parsed.GetValue(s_seed);
        if (seed < 0)
            throw new InputException($"--seed: expected a number from 0, found {seed}");
        var folder = Path.GetFullPath(parsed.GetValue(s_output)!);
        var graph = QuickstartRun.Prepare(folder, new QuickstartScale().WithSeed(seed));
        var outcome = StudySession.Run(graph, folder, terminal, cancellation);
        foreach (var gap in outcome.Gaps)
            terminal.ErrorWriter.WriteLine($"no result: {gap.Step}: {gap.Reason}");
        if (outcome.Gaps.Count > 0)
            return ExitCode.Failed;
        var facts = StudyFactsReader.Read(folder, new ReportOptions());
        var report = new ReportResult(facts, ReportTables.Of(facts), Path.Combine(folder, ReportWriter.HtmlFileName));
        ReportView.Show(terminal, report, asJson);
        return ExitCode.Done;
    }
}
