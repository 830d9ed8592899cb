using System.CommandLine;
using Candor.Cli.Studies;
using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Planning;
using Candor.Studies.Recipes;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study plan</c>: what a study would take.</summary>
internal static class StudyPlanVerb
{
    /// <summary>The verb with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new StudyArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "plan",
            "Prints steps, memory, time and disk of a study before anything is loaded, and names what is missing. Needs no weights.",
            "candor study plan studies/sight-beyond-text.yaml machine.gpus=8 machine.gpu_memory_gb=80")
        {
            arguments.File, arguments.Overrides, json,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(Terminal.Of(parsed), arguments.Read(parsed), parsed.GetValue(json))));
        return command;
    }

    /// <summary>A plan that does not fit the machine is a failure, since a run would be one; what is missing is named and can be fetched.</summary>
    private static int Run(Terminal terminal, StudyRecipe recipe, bool asJson)
    {
        var plan = new StudyPlanner(recipe, StudyGraph.Build(recipe)).Make();
        StudyPlanView.Show(terminal, plan, asJson);
        return plan.Unfit.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
