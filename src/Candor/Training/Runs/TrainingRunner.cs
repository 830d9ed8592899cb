using Candor.Training.Logs;
using Candor.Training.Recipes;

namespace Candor.Training.Runs;

/// <summary>
/// Runs a training from where its folder says it is to its end: updates, logs, checkpoints. A run that was killed, stopped or interrupted
/// goes on from its newest whole checkpoint and ends with the bytes of an uninterrupted one.
/// </summary>
/// <param name="trainer">Makes the updates.</param>
/// <param name="settings">What the run is.</param>
/// <param name="clock">Tells the time.</param>
public sealed class TrainingRunner(ITrainer trainer, RunSettings settings, TimeProvider clock)
{
    private readonly CheckpointStore _store = new(settings.Output.Folder.FullPath);
    private readonly long _started = clock.GetTimestamp();
    private RunTotals _totals = new();
    private TimeSpan _elapsedBefore;
    private long _tokens;
    private int _step;
    private int _firstStep;

    private string Folder => settings.Output.Folder.FullPath;

    private string StatePath => Path.Combine(Folder, TrainerState.FileName);

    /// <summary>Runs to the end.</summary>
    /// <param name="note">Told what a user should know: where the run goes on, what was damaged.</param>
    /// <param name="report">Told of each log entry.</param>
    /// <param name="cancellation">Stops after the current update; a checkpoint is written first.</param>
    /// <returns>What trainer_state.json holds.</returns>
    /// <exception cref="InputException">The folder cannot be used, or holds another run.</exception>
    /// <exception cref="DivergedException">A loss or gradient is not finite: rows and last good checkpoint are named.</exception>
    /// <exception cref="IOException">Something cannot be written; the checkpoints before it are whole.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped and its state is saved.</exception>
    public TrainerState Run(Action<string> note, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(report);
        var total = settings.Plan.TotalSteps;
        if (FindFinished() is { } finished)
        {
            note($"{Folder}: all {total} updates are done already; overwrite_output_dir: true starts anew");
            return finished;
        }

        try
        {
            using var log = Open(note);
            return Run(log, report, cancellation);
        }
        catch (IOException error)
        {
            throw new IOException(_store.Explain(error), error);
        }
    }

    private TrainerState Run(RunLog log, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        var total = settings.Plan.TotalSteps;
        while (_step < total)
        {
            if (cancellation.IsCancellationRequested)
                Stop(log, cancellation);
            MakeUpdate(log, report);
            if (_step < total && IsSaveDue())
                Save(log);
        }

        return Finish(log);
    }

    /// <summary>The state of a run that has come to its end here, if this is the same run.</summary>
    private TrainerState? FindFinished()
    {
        if (settings.Output.StartsAnew || !File.Exists(StatePath))
            return null;
        RunIdentity.Check(Folder, settings.Identity);
        return TrainerStateJson.Read(Folder);
    }

    private RunLog Open(Action<string> note)
    {
        CreateFolder();
        // The log is held before anything else is touched: it keeps a second process out.
        var lines = TrainerLog.Open(Folder);
        try
        {
            _store.ClearUnfinished();
            if (settings.Output.StartsAnew)
            {
                File.Delete(StatePath);
                FinishedModel.Remove(Folder);
                _store.RemoveAll();
            }

            var history = Restore(note);
            RunIdentity.Write(Folder, settings.Identity);
            RowSummaryJson.Write(Folder, settings.Rows);
            return RunLog.Open(Folder, lines, clock, _step, history);
        }
        catch
        {
            lines.Dispose();
            throw;
        }
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"output_dir: {Folder} cannot be made: {error.Message}", error);
        }
    }

    private IReadOnlyList<LogEntry> Restore(Action<string> note)
    {
        if (_store.FindNewest(note) is not { } checkpoint)
        {
            if (_store.List().Count > 0)
                note("no checkpoint is whole; the run starts anew");
            return [];
        }

        RunIdentity.Check(checkpoint.Folder, settings.Identity);
        trainer.Resume(checkpoint.Folder);
        _totals = RunTotals.Read(checkpoint.Folder);
        _elapsedBefore = CheckpointManifest.ReadElapsed(checkpoint.Folder);
        _step = _firstStep = checkpoint.Step;
        // A kill between a checkpoint and the removal of the one before leaves one too many.
        _store.Rotate(_step, settings.Output.SaveTotalLimit);
        note($"goes on from {checkpoint.Folder} ({_step} of {settings.Plan.TotalSteps} updates done)");
        return TrainerStateJson.Read(checkpoint.Folder).LogHistory;
    }

    private void MakeUpdate(RunLog log, Action<TrainingProgress> report)
    {
        var batches = settings.Plan.Update(_step);
        var outcome = Update(batches);
        _step++;
        _tokens += outcome.Tokens;
        _totals = _totals.With(outcome, batches.Sum(batch => batch.Count));
        if (_step % settings.Output.LoggingSteps != 0)
            return;

        var entry = new LogEntry
        {
            Step = _step,
            Epoch = EpochNumber.Round(settings.Plan.EpochAfter(_step)),
            Loss = _totals.PendingLoss / _totals.PendingSteps,
            LearningRate = outcome.NextLearningRate,
            GradNorm = outcome.GradNorm,
        };
        _totals = _totals with { PendingLoss = 0, PendingSteps = 0 };
        var here = clock.GetElapsedTime(_started);
        var remaining = here / (_step - _firstStep) * (settings.Plan.TotalSteps - _step);
        log.Append(entry, settings.Plan.TotalSteps, Elapsed(), remaining);
        report(new TrainingProgress
        {
            Entry = entry,
            TotalSteps = settings.Plan.TotalSteps,
            TokensPerSecond = _tokens / Math.Max(here.TotalSeconds, 1e-9),
            MemoryBytes = Environment.WorkingSet,
            Remaining = remaining,
        });
    }

    private UpdateOutcome Update(IReadOnlyList<IReadOnlyList<int>> batches)
    {
        try
        {
            return trainer.Update(batches);
        }
        catch (DivergedException error)
        {
            var last = _store.List() is [var newest, ..] ? $"the last good checkpoint is {newest.Folder}" : "there is no checkpoint yet";
            throw new DivergedException($"{error.Message}; {last}", error);
        }
    }

    private bool IsSaveDue() => settings.Output.Strategy switch
    {
        SaveStrategy.Steps => _step % settings.Output.SaveSteps == 0,
        SaveStrategy.Epoch => settings.Plan.EndsEpoch(_step),
        _ => false,
    };

    private void Stop(RunLog log, CancellationToken cancellation)
    {
        if (_step > 0 && !_store.List().Any(checkpoint => checkpoint.Step == _step))
            Save(log);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Save(RunLog log) => _store.Save(_step, folder =>
    {
        trainer.SaveCheckpoint(folder);
        _totals.Write(folder);
        RunIdentity.Write(folder, settings.Identity);
        TrainerStateJson.Write(folder, State(log));
    }, Elapsed(), settings.Output.SaveTotalLimit);

    private TrainerState Finish(RunLog log)
    {
        FinishedModel.Write(Folder, trainer.SaveModel);
        var state = State(log) with
        {
            Summary = new RunSummary { TrainLoss = _totals.Loss / Math.Max(1, _step), Samples = _totals.Samples, Runtime = Elapsed() },
        };
        TrainerStateJson.Write(Folder, state);
        return state;
    }

    private TrainerState State(RunLog log) => new()
    {
        GlobalStep = _step,
        MaxSteps = settings.Plan.TotalSteps,
        NumTrainEpochs = settings.Plan.NumTrainEpochs,
        Epoch = settings.Plan.EpochAfter(_step),
        TotalFlos = _totals.Flos,
        LogHistory = log.History,
    };

    private TimeSpan Elapsed() => _elapsedBefore + clock.GetElapsedTime(_started);
}
