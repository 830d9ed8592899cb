using Candor.Studies.Graph;

namespace Candor.Studies.Running;

/// <summary>Where a step stands.</summary>
/// <param name="Step">The step.</param>
/// <param name="State">Its state.</param>
/// <param name="Reason">Why it failed, or why it cannot be told; empty otherwise.</param>
public sealed record StepStatus(StudyStep Step, StepState State, string Reason);

/// <summary>Reads a run folder without running anything.</summary>
public static class StudyStatus
{
    /// <summary>The states of all steps, in the graph's order.</summary>
    /// <exception cref="InputException">The folder's state is damaged.</exception>
    public static IReadOnlyList<StepStatus> Read(StudyGraph graph, string folder, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var records = StateFile.Read(folder);
        var digests = FileDigests.Open(folder, _ => { });
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        var hasGaps = records.Values.Any(record => record.State == StepState.Failed);
        return [.. graph.Steps.Select(step =>
            Of(step, records.GetValueOrDefault(step.Name), StepKeys.TryAdd(step, keys, digests, cancellation), hasGaps))];
    }

    private static StepStatus Of(StudyStep step, StepRecord? record, (string? Key, string Reason) key, bool hasGaps)
    {
        if (record is null)
            return new StepStatus(step, StepState.Waiting, key.Reason);
        if (key.Key is null)
            return new StepStatus(step, StepState.Outdated, key.Reason);
        if (step.RunsAfterFailures && hasGaps)
            return new StepStatus(step, record.State, "names the steps without a result");
        if (record.Key != key.Key)
            return new StepStatus(step, StepState.Outdated, "settings or inputs have changed");
        if (record.State == StepState.Done && !step.Outputs.All(Path.Exists))
            return new StepStatus(step, StepState.Outdated, "its outputs are gone");
        return record.State == StepState.Running
            ? new StepStatus(step, StepState.Running, "begun; goes on from where it was")
            : new StepStatus(step, record.State, record.Reason ?? "");
    }
}
