using System.Globalization;
using Candor.Cli.Terminals;
using Candor.Training.Logs;

namespace Candor.Cli.Training;

/// <summary>A run's progress as the display shows it.</summary>
internal static class TrainingLine
{
    /// <summary>Updates done, with loss, learning rate, tokens a second and memory beside them.</summary>
    public static WorkProgress Of(string name, TrainingProgress progress) => new(name, progress.Entry.Step, progress.TotalSteps, "updates")
    {
        Detail = string.Create(
            CultureInfo.InvariantCulture,
            $"loss {progress.Entry.Loss:0.0000}, lr {progress.Entry.LearningRate:0.00e+0}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{progress.TokensPerSecond:0} tokens/s, {progress.MemoryBytes / (1 << 20)} MiB"),
    };
}
