using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Evaluation.Planning;
using Spectre.Console;

namespace Candor.Cli.Evaluation;

/// <summary>Shows what <c>--dry-run</c> found.</summary>
internal static class PlanView
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the plan as a table or as JSON.</summary>
    public static int Show(Terminal terminal, EvaluationPlan plan, TokenCounts? tokens, bool asJson)
    {
        if (asJson)
            terminal.OutputWriter.WriteLine(ToJson(plan, tokens).ToJsonString(Indented));
        else
            ShowTable(terminal, plan, tokens);
        return ExitCode.Done;
    }

    private static void ShowTable(Terminal terminal, EvaluationPlan plan, TokenCounts? tokens)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("task", "version", "documents", "of", "requests", "SHA-256 of the requests");
        foreach (var task in plan.Tasks)
        {
            table.AddRow(
                task.Name, task.Edition.Version, Number(task.Documents.Count), Number(task.OriginalCount), Number(task.RequestCount), task.RequestsSha256[..16] + "…");
        }

        terminal.OutputWriter.WriteLine($"protocol {plan.Protocol.Name} ({plan.Protocol.Harness})");
        terminal.Output.Write(table);
        if (tokens is { } counts)
        {
            terminal.OutputWriter.WriteLine($"{Number(counts.AskedFor)} tokens asked for, {Number(counts.DistinctPrefixes)} of them distinct prefixes; "
                + $"{Number(counts.Truncated)} requests would be cut");
        }
    }

    private static JsonObject ToJson(EvaluationPlan plan, TokenCounts? tokens)
    {
        var tasks = new JsonObject();
        foreach (var task in plan.Tasks)
        {
            tasks[task.Name] = new JsonObject
            {
                ["version"] = task.Edition.Version,
                ["documents"] = task.Documents.Count,
                ["original_documents"] = task.OriginalCount,
                ["requests"] = task.RequestCount,
                ["requests_sha256"] = task.RequestsSha256,
                ["data_sha256"] = task.DataSha256,
            };
        }

        var json = new JsonObject { ["protocol"] = plan.Protocol.Name, ["tasks"] = tasks };
        if (tokens is { } counts)
            json["tokens"] = new JsonObject { ["asked_for"] = counts.AskedFor, ["distinct_prefixes"] = counts.DistinctPrefixes, ["truncated_requests"] = counts.Truncated };
        return json;
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
