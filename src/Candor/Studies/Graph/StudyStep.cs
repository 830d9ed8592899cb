namespace Candor.Studies.Graph;

/// <summary>A step of a study, as data.</summary>
public sealed record StudyStep
{
    /// <summary>Its name, once in a graph: <c>train tiny-llava/lora-1</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it does.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>Settings that decide its result, by name.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>What it reads.</summary>
    public required IReadOnlyList<StepInput> Inputs { get; init; }

    /// <summary>
    /// What it makes: files and folders, full paths. All are there once it is done; they are removed before it runs with another key.
    /// </summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <summary>What is done.</summary>
    public required StepWork Work { get; init; }

    /// <summary>Whether it runs once all steps before it have ended, well or not, and names those that have no result.</summary>
    public bool RunsAfterFailures { get; init; }

    /// <summary>Names of the steps that it waits for.</summary>
    public IEnumerable<string> Upstream => Inputs.OfType<UpstreamInput>().Select(input => input.Step).Distinct(StringComparer.Ordinal);
}
