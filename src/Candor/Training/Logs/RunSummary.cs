namespace Candor.Training.Logs;

/// <summary>The last entry of a finished run's log.</summary>
public sealed record RunSummary
{
    /// <summary>Mean loss of all updates.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Rows trained on, repeated ones counted again.</summary>
    public required long Samples { get; init; }

    /// <summary>Time spent, all its parts together where the run was interrupted.</summary>
    public required TimeSpan Runtime { get; init; }
}
