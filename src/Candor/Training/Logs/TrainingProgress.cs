namespace Candor.Training.Logs;

/// <summary>What a run shows while it works.</summary>
public sealed record TrainingProgress
{
    /// <summary>The entry just logged.</summary>
    public required LogEntry Entry { get; init; }

    /// <summary>Updates of the whole run.</summary>
    public required int TotalSteps { get; init; }

    /// <summary>Token positions a second since this process began, padding not counted.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Memory of the process, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Time left at the pace so far.</summary>
    public required TimeSpan Remaining { get; init; }
}
