using System.CommandLine;
using System.Globalization;
using Candor.Cli.Terminals;
using Candor.Cli.Training;
using Candor.Training.Logs;
using Candor.Training.Recipes;

namespace Candor.Cli.Verbs;

/// <summary><c>candor train</c>: one training run, begun or continued.</summary>
internal static class TrainVerb
{
    /// <summary>The verb with its arguments.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "training file: YAML with the names of LLaVA's and the Trainer's options" };
        var overrides = new Argument<string[]>("key=value")
        {
            Description = "options that go before the file's",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var json = CommonOptions.Json();
        var command = new VerbCommand(
            "train",
            "Trains a model as a file says, or goes on where an earlier run of it stopped.",
            "candor train stage2-lora.yaml learning_rate=1e-4 output_dir=runs/lora",
            resumes: true)
        {
            file, overrides, json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Run(
            Terminal.Of(parsed), parsed.GetRequiredValue(file), parsed.GetValue(overrides) ?? [], parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(Terminal terminal, string file, string[] overrides, bool asJson, CancellationToken cancellation)
    {
        var recipe = RecipeReader.Read(file, overrides);
        if (recipe.WithoutEffect.Count > 0)
            terminal.ErrorWriter.WriteLine("without effect here: " + string.Join(", ", recipe.WithoutEffect));
        var state = TrainingSession.Run(recipe, terminal, cancellation);
        if (asJson)
            terminal.OutputWriter.WriteLine(File.ReadAllText(Path.Combine(recipe.Output.Folder.FullPath, TrainerState.FileName)).TrimEnd());
        else
            terminal.OutputWriter.WriteLine(Describe(recipe, state));
        return ExitCode.Done;
    }

    private static string Describe(TrainingRecipe recipe, TrainerState state)
    {
        var loss = state.LogHistory is [.., var last] ? string.Create(CultureInfo.InvariantCulture, $", last loss {last.Loss:0.0000}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{state.GlobalStep} updates{loss}: {recipe.Output.Folder.FullPath}");
    }
}
