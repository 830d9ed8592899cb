using Candor.Studies.Graph;
using Candor.Studies.Manifest;

namespace Candor.Studies.Running;

/// <summary>
/// Runs the steps of a study that have no result yet, one after another in the graph's order. A step that fails is noted, and those that
/// do not wait for it go on.
/// </summary>
/// <param name="graph">The steps.</param>
/// <param name="folder">The run folder.</param>
/// <param name="work">Does what steps ask for.</param>
/// <param name="observer">Told what happens.</param>
/// <param name="clock">Tells the time.</param>
public sealed class StudyExecutor(StudyGraph graph, string folder, IStudyWork work, IStudyObserver observer, TimeProvider clock)
{
    private readonly Dictionary<string, string> _failures = new(StringComparer.Ordinal);
    private readonly List<string> _ran = [];

    /// <summary>Runs to the end, or goes on where an earlier run stopped.</summary>
    /// <exception cref="InputException">The folder cannot be used, its state is damaged, or a file that a step reads is absent.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the state is saved.</exception>
    public StudyOutcome Run(CancellationToken cancellation)
    {
        using var gate = StudyLock.Take(folder);
        var records = StateFile.Read(folder);
        var digests = FileDigests.Open(folder, observer.Noted);
        var keys = StepKeys.Compute(graph, digests, cancellation);
        digests.Save();
        foreach (var step in graph.Steps)
            RunStep(step, keys[step.Name], records, cancellation);
        return new StudyOutcome(_ran, Gaps());
    }

    private void RunStep(StudyStep step, string key, Dictionary<string, StepRecord> records, CancellationToken cancellation)
    {
        if (!step.RunsAfterFailures && step.Upstream.FirstOrDefault(_failures.ContainsKey) is { } blocker)
        {
            _failures[step.Name] = $"waits for {blocker}, which has no result";
            observer.Changed(step, StepState.Blocked, _failures[step.Name]);
            return;
        }

        if (step.RunsAfterFailures)
            key = StepKeys.With(key, Gaps());
        var record = records.GetValueOrDefault(step.Name);
        if (record?.State == StepState.Done && record.Key == key && step.Outputs.All(Path.Exists))
        {
            observer.Changed(step, StepState.Done, "");
            return;
        }

        cancellation.ThrowIfCancellationRequested();
        if (record?.Key != key)
            Remove(step.Outputs);
        Note(new StepRecord { State = StepState.Running, Key = key, StartTime = clock.GetUtcNow() });
        observer.Changed(step, StepState.Running, "");
        try
        {
            work.Run(step, Context(step, cancellation));
            Note(records[step.Name] with { State = StepState.Done, EndTime = clock.GetUtcNow() });
            _ran.Add(step.Name);
            observer.Changed(step, StepState.Done, "");
        }
        catch (Exception error) when (error is not (OperationCanceledException or OutOfMemoryException))
        {
            // libtorch adds its native stack below the first line.
            var reason = error.Message.ReplaceLineEndings("\n").Split('\n')[0];
            _failures[step.Name] = reason;
            Note(records[step.Name] with { State = StepState.Failed, Reason = reason, EndTime = clock.GetUtcNow() });
            observer.Changed(step, StepState.Failed, reason);
        }

        void Note(StepRecord changed)
        {
            records[step.Name] = changed;
            StateFile.Write(folder, records, graph.Steps.Select(other => other.Name));
        }
    }

    private StepContext Context(StudyStep step, CancellationToken cancellation) => new()
    {
        Folder = folder,
        Report = progress => observer.Progressed(step, progress),
        Note = observer.Noted,
        Gaps = Gaps(),
        Cancellation = cancellation,
    };

    private List<StudyGap> Gaps() =>
        [.. graph.Steps.Where(step => _failures.ContainsKey(step.Name)).Select(step => new StudyGap(step.Name, _failures[step.Name]))];

    private static void Remove(IEnumerable<string> outputs)
    {
        foreach (var path in outputs)
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else if (File.Exists(path))
                File.Delete(path);
        }
    }
}
