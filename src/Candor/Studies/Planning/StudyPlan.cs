namespace Candor.Studies.Planning;

/// <summary>What a study would take, before anything is loaded.</summary>
public sealed record StudyPlan
{
    /// <summary>The devices.</summary>
    public required PlanMachine Machine { get; init; }

    /// <summary>The steps, in the order in which they run.</summary>
    public required IReadOnlyList<PlannedStep> Steps { get; init; }

    /// <summary>What is not there, or cannot be done yet; a run is refused until this is empty.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Why the study does not fit the machine; empty where it fits.</summary>
    public required IReadOnlyList<string> Unfit { get; init; }

    /// <summary>What the figures rest on.</summary>
    public required IReadOnlyList<string> Assumptions { get; init; }

    /// <summary>Seconds of all steps whose time is known.</summary>
    public double Seconds => Steps.Sum(step => step.Seconds ?? 0);

    /// <summary>Bytes on disk of all steps whose size is known.</summary>
    public long DiskBytes => Steps.Sum(step => step.DiskBytes ?? 0);
}
