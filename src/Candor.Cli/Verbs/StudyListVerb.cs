using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Cli.Terminals;
using Candor.Studies.Graph;
using Candor.Studies.Manifest;
using Candor.Studies.Recipes;
using Spectre.Console;

namespace Candor.Cli.Verbs;

/// <summary><c>candor study list</c>: the models of a study by name.</summary>
internal static class StudyListVerb
{
    /// <summary>The verb with its arguments.</summary>
    public static Command Create()
    {
        var arguments = new StudyArguments();
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "list", "Names the bases and arms of a study, what they are trained on and how.", "candor study list studies/sight-beyond-text.yaml")
        {
            arguments.File, arguments.Overrides, json,
        };
        command.SetAction((parsed, _) => Task.FromResult(Run(Terminal.Of(parsed), arguments.Read(parsed), parsed.GetValue(json))));
        return command;
    }

    private static int Run(Terminal terminal, StudyRecipe recipe, bool asJson)
    {
        var arms = StudyArms.Of(recipe);
        if (asJson)
            terminal.OutputWriter.WriteLine(new JsonArray([.. arms.Select(arm => (JsonNode)Json(arm))]).ToJsonString());
        else
            terminal.Output.Write(Table(arms));
        return ExitCode.Done;
    }

    private static Table Table(IReadOnlyList<StudyArm> arms)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("model", "tuning", "rows", "seeds", "settings");
        foreach (var arm in arms)
        {
            table.AddRow(
                new Text(arm.Name),
                new Text(arm.Tuning ?? "–"),
                new Text(arm.Rows ?? "–"),
                new Text(string.Join(", ", Seeds(arm).Select(seed => seed.ToString(CultureInfo.InvariantCulture)))),
                new Text(string.Join(", ", arm.Settings.Select(pair => $"{pair.Key} {pair.Value}"))));
        }

        return table;
    }

    private static JsonObject Json(StudyArm arm) => new()
    {
        ["name"] = arm.Name,
        ["base"] = arm.Base,
        ["tuning"] = arm.Tuning,
        ["rows"] = arm.Rows,
        ["seeds"] = new JsonArray([.. Seeds(arm).Select(seed => (JsonNode)seed)]),
        ["settings"] = new JsonObject(arm.Settings.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    private static IEnumerable<int> Seeds(StudyArm arm) => arm.Replicates.Select(replicate => replicate.Seed).OfType<int>();
}
