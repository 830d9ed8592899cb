using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Cli.Diagnosis;
using Candor.Cli.Terminals;
using Spectre.Console;

namespace Candor.Cli.Verbs;

/// <summary><c>candor doctor</c>: what would stop a user on this machine.</summary>
internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The verb with its options.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "folder of the benchmark data to look for", HelpName = "DIR" };
        var json = CommonOptions.Json();
        var command = new VerbCommand("doctor", "Says what would stop you: libtorch, instruction sets, threads, memory, disk, data.", "candor doctor --data data")
        {
            data,
            json,
        };
        command.SetAction(parsed => Run(Terminal.Of(parsed), parsed.GetValue(data)?.FullName, parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string? data, bool asJson)
    {
        Finding[] findings = [Libtorch.Examine(), .. Machine.Examine("."), .. BenchmarkData.Examine(data)];
        if (asJson)
            terminal.OutputWriter.WriteLine(ToJson(findings).ToJsonString(Indented));
        else
            terminal.Output.Write(ToTable(findings));
        return findings.Any(finding => finding.Verdict == Verdict.Stops) ? ExitCode.Failed : ExitCode.Done;
    }

    private static JsonArray ToJson(IEnumerable<Finding> findings) =>
        [.. findings.Select(finding => new JsonObject { ["name"] = finding.Name, ["verdict"] = Word(finding.Verdict), ["detail"] = finding.Detail })];

    private static Table ToTable(IEnumerable<Finding> findings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("", "looked at", "found");
        foreach (var finding in findings)
            table.AddRow(Mark(finding.Verdict), Markup.Escape(finding.Name), Markup.Escape(finding.Detail));
        return table;
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Fine => "fine",
        Verdict.Limited => "limited",
        _ => "stops",
    };

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Fine => "[green]fine[/]",
        Verdict.Limited => "[yellow]limited[/]",
        _ => "[red]stops[/]",
    };
}
