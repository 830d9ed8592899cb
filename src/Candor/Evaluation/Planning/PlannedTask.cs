using Candor.Evaluation.Models;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Planning;

/// <summary>A task with its documents, in the order in which they are evaluated.</summary>
public sealed record PlannedTask
{
    /// <summary>The task.</summary>
    public required IEvaluationTask Task { get; init; }

    /// <summary>Its line for the protocol.</summary>
    public required TaskEdition Edition { get; init; }

    /// <summary>The documents to evaluate.</summary>
    public required IReadOnlyList<TaskDocument> Documents { get; init; }

    /// <summary>How many documents the data hold.</summary>
    public required int OriginalCount { get; init; }

    /// <summary>SHA-256 of the data file.</summary>
    public required string DataSha256 { get; init; }

    /// <summary>SHA-256 of the list of requests (<see cref="RequestsJson"/>).</summary>
    public required string RequestsSha256 { get; init; }

    /// <summary>How its pictures are asked about; null for a task of text alone.</summary>
    public PictureSettings? Pictures { get; init; }

    /// <summary>Its name.</summary>
    public string Name => Task.Name;

    /// <summary>Number of requests.</summary>
    public int RequestCount => Documents.Sum(document => document.RequestCount);

    /// <summary>All requests, document by document.</summary>
    public IEnumerable<LogLikelihoodRequest> Requests() => Documents.SelectMany(document => document.Requests());
}
