using Candor.Evaluation.Metrics;

namespace Candor.Evaluation.Tasks;

/// <summary>What a protocol's harness says about one task: the task's line for that protocol.</summary>
/// <param name="Version">The harness's version of the task, as its result file prints it (<c>0</c>, <c>1.0</c>).</param>
/// <param name="Metrics">What is reported, in the harness's order.</param>
public sealed record TaskEdition(string Version, IReadOnlyList<Metric> Metrics)
{
    /// <summary>A figure over groups of documents, or null.</summary>
    public GroupExactMatch? ExactMatch { get; init; }

    /// <summary>Whether white space at the end of the document's last text is removed before it is quoted.</summary>
    public bool TrimsText { get; init; }
}
