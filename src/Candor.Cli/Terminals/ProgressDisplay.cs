using System.Collections.Concurrent;
using Spectre.Console;

namespace Candor.Cli.Terminals;

/// <summary>Shows long work on the error stream: a live bar with rate and remaining time on a terminal, plain lines elsewhere.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs the work and shows what it reports.</summary>
    public static void Run(Terminal terminal, TimeProvider clock, Action<Action<WorkProgress>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Interactive)
        {
            var lines = new PlainProgress(terminal.ErrorWriter, clock);
            work(lines.Report);
            return;
        }

        var units = new ConcurrentDictionary<ProgressTask, string>();
        terminal.Error.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RateColumn(units), new RemainingTimeColumn())
            .Start(context =>
            {
                var stages = new Dictionary<string, ProgressTask>();
                work(update =>
                {
                    if (!stages.TryGetValue(update.Stage, out var stage))
                    {
                        stage = context.AddTask(Markup.Escape(update.Stage), maxValue: Math.Max(1, update.Total));
                        units[stage] = update.Unit;
                        stages.Add(update.Stage, stage);
                    }

                    stage.Description = Markup.Escape(update.Detail.Length > 0 ? $"{update.Stage}: {update.Detail}" : update.Stage);
                    stage.MaxValue = Math.Max(1, update.Total);
                    stage.Value = update.Done;
                });
            });
    }
}
