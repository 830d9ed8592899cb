using Candor.Studies.Running;

namespace Candor.Studies.Graph;

/// <summary>
/// Work in front of a study: what it makes are bases and rows that the study file names. A step whose input lies at, or under, one of its
/// outputs waits for it.
/// </summary>
public sealed record PreparationStep
{
    /// <summary>Its name in the graph.</summary>
    public required string Name { get; init; }

    /// <summary>Settings that decide what it makes, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Files and folders that it reads, full paths; those that another preparation makes among them.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Files and folders that it makes, full paths.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>Does it. Whatever stands in the outputs from an earlier attempt with the same settings may be continued.</summary>
    public required Action<StepContext> Run { get; init; }
}
