using System.CommandLine;
using System.Text.Json.Nodes;
using Candor.Cli.Studies;
using Candor.Cli.Terminals;
using Candor.Reports;
using Candor.Studies.Graph;
using Candor.Studies.Planning;
using Candor.Studies.Recipes;
using Candor.Studies.Running;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study run</c>: does what is left of a study.</summary>
internal static class StudyRunVerb
{
    /// <summary>What is missing is named as far as a line goes.</summary>
    private const int NamedParts = 3;

    /// <summary>The verb with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new StudyArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "run",
            "Runs the steps of a study that have no result yet, or goes on where an earlier run stopped.",
            "candor study run studies/first-light.yaml arms.lora.learning_rate=1e-3",
            resumes: true)
        {
            arguments.File, arguments.Overrides, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            Terminal.Of(parsed), arguments.Read(parsed), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, StudyRecipe recipe, bool asJson, CancellationToken cancellation)
    {
        var graph = StudyGraph.Build(recipe);
        RefuseMissing(MissingParts.Find(recipe, graph));
        var outcome = StudySession.Run(graph, recipe.Folder, terminal, cancellation);
        if (asJson)
            terminal.OutputWriter.WriteLine(Json(recipe, outcome).ToJsonString());
        else
            Show(terminal, recipe, outcome);
        return outcome.Gaps.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    /// <summary>A study that lacks something is not run in part: its report would look whole.</summary>
    private static void RefuseMissing(IReadOnlyList<string> missing)
    {
        if (missing.Count == 0)
            return;
        var named = string.Join("; ", missing.Take(NamedParts));
        var more = missing.Count > NamedParts ? $"; and {missing.Count - NamedParts} more" : "";
        throw new InputException($"the study cannot run, as this is missing: {named}{more} (candor study plan names everything)");
    }

    private static void Show(Terminal terminal, StudyRecipe recipe, StudyOutcome outcome)
    {
        foreach (var gap in outcome.Gaps)
            terminal.OutputWriter.WriteLine($"no result: {gap.Step}: {gap.Reason}");
        terminal.OutputWriter.WriteLine($"{outcome.Ran.Count} steps run: {recipe.Folder}");
        if (outcome.Gaps.All(gap => gap.Step != "report"))
            terminal.OutputWriter.WriteLine("report: " + Path.Combine(recipe.Folder, ReportWriter.HtmlFileName));
    }

    private static JsonObject Json(StudyRecipe recipe, StudyOutcome outcome) => new()
    {
        ["folder"] = recipe.Folder,
        ["ran"] = new JsonArray([.. outcome.Ran.Select(step => (JsonNode)step)]),
        ["gaps"] = new JsonArray([.. outcome.Gaps.Select(gap => (JsonNode)new JsonObject { ["step"] = gap.Step, ["reason"] = gap.Reason })]),
    };
}
