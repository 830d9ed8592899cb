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
        using var job = TrainingJob.Open(recipe, terminal.ErrorWriter.WriteLine, cancellation);
        var runner = new TrainingRunner(job.Trainer, job.Settings, TimeProvider.System);
        TrainerState? state = null;
        ProgressDisplay.Run(terminal, TimeProvider.System, show => state = runner.Run(
            terminal.ErrorWriter.WriteLine, update => show(TrainingLine.Of(recipe.Name, update)), cancellation));
        return state!;
    }
}
