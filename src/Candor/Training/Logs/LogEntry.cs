namespace Candor.Training.Logs;

/// <summary>One entry of a run's log: what some updates came to.</summary>
public sealed record LogEntry
{
    /// <summary>Updates made.</summary>
    public required int Step { get; init; }

    /// <summary>Passes over the data, to two digits as the Trainer gives it.</summary>
    public required double Epoch { get; init; }

    /// <summary>Mean loss of the updates since the last entry, unrounded.</summary>
    public required double Loss { get; init; }

    /// <summary>The rate after the scheduler's step: what the next update will use.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Total L2 norm of the last update's gradients before clipping.</summary>
    public required double GradNorm { get; init; }
}
