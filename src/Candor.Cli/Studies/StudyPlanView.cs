using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Studies.Planning;
using Spectre.Console;

namespace Candor.Cli.Studies;

/// <summary>Shows a plan as a table or as JSON.</summary>
internal static class StudyPlanView
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Writes it.</summary>
    public static void Show(Terminal terminal, StudyPlan plan, bool asJson)
    {
        if (asJson)
            terminal.OutputWriter.WriteLine(Json(plan).ToJsonString(s_indented));
        else
            ShowTable(terminal, plan);
    }

    private static void ShowTable(Terminal terminal, StudyPlan plan)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("step", "what", "memory", "time", "disk");
        foreach (var column in table.Columns.Skip(2))
            column.NoWrap().RightAligned();
        foreach (var step in plan.Steps)
        {
            table.AddRow(
                new Text(step.Step.Name), new Text(step.Description), new Text(Memory(step.Memory)), new Text(Duration(step.Seconds)), new Text(Gigabytes(step.DiskBytes)));
        }

        terminal.Output.Write(table);
        var output = terminal.OutputWriter;
        output.WriteLine($"{plan.Steps.Count} steps, about {Duration(plan.Seconds)}, {Gigabytes(plan.DiskBytes)} of disk");
        ShowLargest(output, plan);
        foreach (var line in plan.Assumptions)
            output.WriteLine("assumed: " + line);
        foreach (var line in plan.Missing)
            output.WriteLine("missing: " + line);
        foreach (var line in plan.Unfit)
            output.WriteLine("does not fit: " + line);
        output.WriteLine(Verdict(plan));
    }

    private static void ShowLargest(TextWriter output, StudyPlan plan)
    {
        if (plan.Steps.Where(step => step.Memory is not null).MaxBy(step => step.Memory!.Total) is not { Memory: { } memory } largest)
            return;
        output.WriteLine($"largest: {largest.Step.Name}, {Gigabytes(memory.Total)} a device: {Gigabytes(memory.Weights)} weights, "
            + $"{Gigabytes(memory.Gradients)} gradients, {Gigabytes(memory.Optimizer)} optimizer, {Gigabytes(memory.Activations)} activations");
    }

    private static string Verdict(StudyPlan plan)
    {
        var fits = plan.Unfit.Count == 0 ? "the study fits this machine" : "the study does not fit this machine";
        return plan.Missing.Count == 0 ? $"{fits}; nothing is missing" : $"{fits}; {plan.Missing.Count} things are missing, and a run is refused until they are there";
    }

    private static JsonObject Json(StudyPlan plan) => new()
    {
        ["machine"] = new JsonObject
        {
            ["devices"] = plan.Machine.Devices,
            ["memory_bytes"] = plan.Machine.MemoryBytes,
            ["operations_per_second"] = plan.Machine.OperationsPerSecond,
        },
        ["steps"] = new JsonArray([.. plan.Steps.Select(Json)]),
        ["seconds"] = plan.Seconds,
        ["disk_bytes"] = plan.DiskBytes,
        ["assumptions"] = Lines(plan.Assumptions),
        ["missing"] = Lines(plan.Missing),
        ["does_not_fit"] = Lines(plan.Unfit),
    };

    private static JsonObject Json(PlannedStep step) => new()
    {
        ["step"] = step.Step.Name,
        ["kind"] = step.Step.Kind.ToString().ToLowerInvariant(),
        ["description"] = step.Description,
        ["waits_for"] = Lines([.. step.Step.Upstream]),
        ["memory_bytes"] = step.Memory is { } memory
            ? new JsonObject
            {
                ["weights"] = memory.Weights,
                ["gradients"] = memory.Gradients,
                ["optimizer"] = memory.Optimizer,
                ["activations"] = memory.Activations,
                ["total"] = memory.Total,
            }
            : null,
        ["seconds"] = step.Seconds,
        ["disk_bytes"] = step.DiskBytes,
    };

    private static JsonArray Lines(IReadOnlyList<string> lines) => new([.. lines.Select(line => (JsonNode)line)]);

    private static string Memory(MemoryEstimate? memory) => memory is null ? "" : Gigabytes(memory.Total);

    private static string Gigabytes(long? bytes) => bytes switch
    {
        null => "",
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };

    private static string Duration(double? seconds) => seconds switch
    {
        null => "",
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} h"),
    };
}
