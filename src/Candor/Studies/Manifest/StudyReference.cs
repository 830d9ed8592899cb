namespace Candor.Studies.Manifest;

/// <summary>A score that someone else measured for a model of the study, to stand beside its own.</summary>
public sealed record StudyReference
{
    /// <summary>The arm.</summary>
    public required string Arm { get; init; }

    /// <summary>The task.</summary>
    public required string Task { get; init; }

    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The value, in the metric's own unit: a share for an accuracy.</summary>
    public required double Value { get; init; }

    /// <summary>Its standard error over documents, or null where it is not known.</summary>
    public double? StandardError { get; init; }

    /// <summary>Who measured it, with what: <c>lm-eval 0.4.13, float32</c>.</summary>
    public required string Source { get; init; }
}
