using System.CommandLine;
using System.Text.Json.Nodes;
using Candor.Cli.Studies;
using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Recipes;
using Candor.Studies.Running;
using Spectre.Console;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study status</c>: where every step stands.</summary>
internal static class StudyStatusVerb
{
    /// <summary>The verb with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new StudyArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "status",
            "Says where every step of a study stands, and what a changed setting would run again.",
            "candor study status studies/first-light.yaml")
        {
            arguments.File, arguments.Overrides, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            Terminal.Of(parsed), arguments.Read(parsed), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, StudyRecipe recipe, bool asJson, CancellationToken cancellation)
    {
        var states = StudyStatus.Read(StudyGraph.Build(recipe), recipe.Folder, cancellation);
        if (asJson)
            terminal.OutputWriter.WriteLine(Json(recipe, states).ToJsonString());
        else
            terminal.Output.Write(Table(states));
        return ExitCode.Done;
    }

    private static Table Table(IReadOnlyList<StepStatus> states)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("step", "state", "");
        foreach (var status in states)
        {
            table.AddRow(
                new Text(status.Step.Name),
                new Markup($"[{StudyText.Color(status.State)}]{StudyText.Of(status.State)}[/]"),
                new Text(status.Reason));
        }

        return table;
    }

    private static JsonObject Json(StudyRecipe recipe, IReadOnlyList<StepStatus> states) => new()
    {
        ["folder"] = recipe.Folder,
        ["steps"] = new JsonArray([.. states.Select(status => (JsonNode)new JsonObject
        {
            ["step"] = status.Step.Name,
            ["state"] = StudyText.Of(status.State),
            ["reason"] = status.Reason,
        })]),
    };
}
