using Candor.Cli.Terminals;
using Candor.Torch.Training.Running;
using Candor.Training.Logs;
using Candor.Training.Recipes;
using Candor.Training.Runs;
using TorchSharp;

namespace Candor.Cli.Training;

/// <summary>Runs a training and shows it. Apart from the verb, so that a wrong file is told before libtorch is loaded.</summary>
internal static class TrainingSession
{
    /// <summary>Runs to the end.</summary>
    public static TrainerState Run(TrainingRecipe recipe, Terminal terminal, CancellationToken cancellation)
    {
        torch.set_num_threads(recipe.Optimization.Threads ?? Environment.ProcessorCount);
        using var job = Open(recipe, terminal, cancellation);
        var runner = new TrainingRunner(job.Trainer, job.Settings, TimeProvider.System);
        TrainerState? state = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show => state = runner.Run(
            terminal.ErrorWriter.WriteLine, update => show(TrainingLine.Of(recipe.Name, update)), cancellation));
        return state!;
    }

    private static TrainingJob Open(TrainingRecipe recipe, Terminal terminal, CancellationToken cancellation)
    {
        // Lines written beside a live bar would tear it apart, so they wait until all pictures are looked at.
        var notes = new List<string>();
        TrainingJob? job = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show => job = TrainingJob.Open(
            recipe, notes.Add, cancellation, (done, total) => show(new WorkProgress("pictures", done, total, "pictures"))));
        notes.ForEach(terminal.ErrorWriter.WriteLine);
        return job!;
    }
}
