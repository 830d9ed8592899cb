using System.Globalization;
using Candor.Cli.Training;
using Candor.Quickstart;
using Candor.Studies.Graph;
using Candor.Studies.Running;
using Candor.Torch.Quickstart;
using Candor.Training.Recipes;
using TorchSharp;

namespace Candor.Cli.Quickstart;

/// <summary>What comes before the study: a world, a vision tower, a language model.</summary>
/// <param name="scale">How large.</param>
/// <param name="folder">Where.</param>
internal sealed class QuickstartSteps(QuickstartScale scale, QuickstartFolder folder)
{
    /// <summary>The steps.</summary>
    public IReadOnlyList<PreparationStep> All =>
    [
        new PreparationStep
        {
            Name = "make world",
            Settings = Settings(scale.World.ToString()),
            Outputs = [folder.World],
            Run = context => WorldFiles.Write(folder.World, scale.World, context.Cancellation),
        },
        new PreparationStep
        {
            Name = "train tower",
            Settings = Settings(scale.Tower.ToString()),
            Inputs = [folder.World],
            Outputs = [folder.Tower],
            Run = TrainTower,
        },
        new PreparationStep
        {
            Name = "start language model",
            Settings = Settings(scale.Language.ToString(), scale.World.Seed.ToString(CultureInfo.InvariantCulture)),
            Inputs = [folder.World],
            Outputs = [folder.Start],
            Run = _ => RandomLlama.Write(folder.Start, scale.Language, Path.Combine(folder.World, WorldFiles.Tokenizer), scale.World.Seed),
        },
        new PreparationStep
        {
            Name = "train language model",
            Settings = Settings([File.ReadAllText(folder.LanguageTraining), .. scale.LanguageOverrides]),
            Inputs = [folder.World, folder.Start],
            Outputs = [folder.Language],
            Run = TrainLanguage,
        },
    ];

    private void TrainTower(StepContext context)
    {
        // A picture of a few patches is too little work to share between threads.
        torch.set_num_threads(1);
        TowerTraining.Run(
            folder.World,
            folder.Tower,
            scale.Tower,
            (done, total, loss) => context.Report(new StepProgress(done, total, "updates", string.Create(CultureInfo.InvariantCulture, $"loss {loss:0.000}"))),
            context.Cancellation);
    }

    private void TrainLanguage(StepContext context) => TrainingSession.Run(
        RecipeReader.Read(folder.LanguageTraining, scale.LanguageOverrides),
        context.Note,
        state => context.Report(new StepProgress(state.Done, state.Total, state.Unit, state.Detail)),
        context.Cancellation);

    private static Dictionary<string, string> Settings(params string[] values) =>
        values.Index().ToDictionary(pair => pair.Index.ToString(CultureInfo.InvariantCulture), pair => pair.Item);
}
