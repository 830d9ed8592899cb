using System.CommandLine;
using System.Text;
using Candor.Cli.Rendering;
using Candor.Cli.Terminals;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.Statistics;

namespace Candor.Cli.Verbs;

/// <summary><c>candor compare</c>: finished evaluations, paired by document.</summary>
internal static class CompareVerb
{
    private const int MaxReplicates = 1_000_000;

    private static readonly Argument<string[]> s_runs = new("run")
    {
        Description = "folders of candor eval or of lm-eval 0.4 with --log_samples; all are compared with the first",
        HelpName = "RUN_A RUN_B",
        Arity = new ArgumentArity(2, 100),
    };

    private static readonly Option<string?> s_markdown = new("--markdown")
    {
        Description = "also write the comparison as a Markdown page",
        HelpName = "FILE",
    };

    private static readonly Option<long> s_seed = new("--seed")
    {
        Description = "seed of the bootstrap",
        HelpName = "N",
        DefaultValueFactory = _ => (long)new ComparisonOptions().Seed,
    };

    private static readonly Option<int> s_replicates = new("--replicates")
    {
        Description = "bootstrap replicates",
        HelpName = "N",
        DefaultValueFactory = _ => Bootstrap.DefaultReplicates,
    };

    private static readonly Option<bool> s_force = new("--force")
    {
        Description = "compare runs under different protocols, templates or data all the same, and mark it",
    };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "compare",
            "Compares finished evaluations, paired by document: what differs, how surely, and what could have been seen.",
            "candor compare runs/base runs/tuned --markdown comparison.md")
        {
            s_runs,
            json,
            s_markdown,
            s_seed,
            s_replicates,
            s_force,
        };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, ParseResult parsed, bool asJson)
    {
        var options = Options(parsed);
        var runs = parsed.GetRequiredValue(s_runs).Select(RunReaders.Read).ToList();
        var report = RunComparer.Compare(runs, options);
        if (parsed.GetValue(s_markdown) is { } file)
            OutputFile.Write("--markdown", file, output => output.Write(Encoding.UTF8.GetBytes(ComparisonMarkdown.Page(report))));
        if (asJson)
            terminal.OutputWriter.WriteLine(ComparisonJson.Text(report));
        else
            ComparisonTable.Write(terminal.Output, report);
        return ExitCode.Done;
    }

    private static ComparisonOptions Options(ParseResult parsed)
    {
        var (seed, replicates) = (parsed.GetValue(s_seed), parsed.GetValue(s_replicates));
        if (seed < 0)
            throw new InputException($"--seed: expected a number from 0, found {seed}");
        if (replicates is < 1 or > MaxReplicates)
            throw new InputException($"--replicates: expected a number from 1 to {MaxReplicates}, found {replicates}");
        return new ComparisonOptions { Seed = seed, Replicates = replicates, Force = parsed.GetValue(s_force) };
    }
}
