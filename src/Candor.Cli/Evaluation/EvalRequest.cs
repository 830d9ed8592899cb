using Candor.Cli.Models;
using Candor.Evaluation.Planning;

namespace Candor.Cli.Evaluation;

/// <summary>One <c>candor eval</c> as the user asked for it.</summary>
internal sealed record EvalRequest
{
    /// <summary>A folder, or <c>pseudo:SEED</c>.</summary>
    public required string Model { get; init; }

    /// <summary>How the model computes.</summary>
    public required ModelOptions Options { get; init; }

    /// <summary>Names of tasks.</summary>
    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Name of the protocol.</summary>
    public required string Protocol { get; init; }

    /// <summary>Where the data are.</summary>
    public required string DataFolder { get; init; }

    /// <summary>At most so many documents a task.</summary>
    public int? Limit { get; init; }

    /// <summary>Solved examples before each document.</summary>
    public int FewshotCount { get; init; }

    /// <summary>How pictures are asked about, or null.</summary>
    public PictureSettings? Pictures { get; init; }

    /// <summary>Where logs go.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Where requests are dumped, if they are.</summary>
    public string? DumpRequests { get; init; }

    /// <summary>Whether to stop after planning.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether stdout gets JSON.</summary>
    public bool AsJson { get; init; }
}
