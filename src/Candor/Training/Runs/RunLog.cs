using Candor.Training.Logs;

namespace Candor.Training.Runs;

/// <summary>The logs of a run, which all say the same: trainer_log.jsonl, TensorBoard's events, and the history of trainer_state.json.</summary>
internal sealed class RunLog : IDisposable
{
    private readonly TrainerLog _lines;
    private readonly TensorBoardLog _events;
    private readonly TimeProvider _clock;
    private readonly List<LogEntry> _history;

    private RunLog(TrainerLog lines, TensorBoardLog events, TimeProvider clock, List<LogEntry> history) =>
        (_lines, _events, _clock, _history) = (lines, events, clock, history);

    /// <summary>The entries so far.</summary>
    public IReadOnlyList<LogEntry> History => _history;

    /// <summary>Opens the logs at the update that the run goes on from.</summary>
    public static RunLog Open(string folder, TrainerLog lines, TimeProvider clock, int step, IEnumerable<LogEntry> history)
    {
        lines.Truncate(step);
        return new RunLog(lines, TensorBoardLog.Open(folder, step, clock.GetUtcNow()), clock, [.. history]);
    }

    /// <summary>Writes an entry everywhere.</summary>
    public void Append(LogEntry entry, int totalSteps, TimeSpan elapsed, TimeSpan remaining)
    {
        _history.Add(entry);
        _lines.Append(entry, totalSteps, elapsed, remaining);
        _events.Append(
            _clock.GetUtcNow(),
            entry.Step,
            ("train/loss", entry.Loss),
            ("train/grad_norm", entry.GradNorm),
            ("train/learning_rate", entry.LearningRate),
            ("train/epoch", entry.Epoch));
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _lines.Dispose();
        _events.Dispose();
    }
}
