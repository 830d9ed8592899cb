using Candor.Studies.Graph;

namespace Candor.Studies.Planning;

/// <summary>A step as a plan shows it.</summary>
public sealed record PlannedStep
{
    /// <summary>The step.</summary>
    public required StudyStep Step { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Memory of a device; null where it is small, or its model's sizes are unknown.</summary>
    public MemoryEstimate? Memory { get; init; }

    /// <summary>Seconds; null where they are unknown.</summary>
    public double? Seconds { get; init; }

    /// <summary>Bytes on disk; null where they are unknown.</summary>
    public long? DiskBytes { get; init; }
}
