using Candor.Cli.Terminals;
using Candor.Torch.Training.Running;
using Candor.Training.Logs;
using Candor.Training.Recipes;
using Candor.Training.Runs;
using TorchSharp;

namespace Candor.Cli.Training;

/// <summary>Runs a training. Apart from the verbs, so that a wrong file is told before libtorch is loaded.</summary>
internal static class TrainingSession
{
    /// <summary>Runs to the end and shows it.</summary>
    public static TrainerState Run(TrainingRecipe recipe, Terminal terminal, CancellationToken cancellation)
    {
        UseThreads(recipe);
        using var job = Open(recipe, terminal, cancellation);
        TrainerState? state = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show => state = Run(recipe, job, terminal.ErrorWriter.WriteLine, show, cancellation));
        return state!;
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="note">Told what a user should know.</param>
    /// <param name="show">Told how many pictures are looked at, then how many updates are made.</param>
    /// <param name="cancellation">Stops after the current update; a checkpoint is written first.</param>
    public static TrainerState Run(TrainingRecipe recipe, Action<string> note, Action<WorkProgress> show, CancellationToken cancellation)
    {
        UseThreads(recipe);
        using var job = TrainingJob.Open(recipe, note, cancellation, (done, total) => show(Pictures(done, total)));
        return Run(recipe, job, note, show, cancellation);
    }

    private static TrainingJob Open(TrainingRecipe recipe, Terminal terminal, CancellationToken cancellation)
    {
        // Lines written beside a live bar would tear it apart, so they wait until all pictures are looked at.
        var notes = new List<string>();
        TrainingJob? job = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show => job = TrainingJob.Open(
            recipe, notes.Add, cancellation, (done, total) => show(Pictures(done, total))));
        notes.ForEach(terminal.ErrorWriter.WriteLine);
        return job!;
    }

    private static TrainerState Run(
        TrainingRecipe recipe, TrainingJob job, Action<string> note, Action<WorkProgress> show, CancellationToken cancellation) =>
        new TrainingRunner(job.Trainer, job.Settings, TimeProvider.System)
            .Run(note, update => show(TrainingLine.Of(recipe.Name, update)), cancellation);

    private static WorkProgress Pictures(int done, int total) => new("pictures", done, total, "pictures");

    private static void UseThreads(TrainingRecipe recipe) => torch.set_num_threads(recipe.Optimization.Threads ?? Environment.ProcessorCount);
}
