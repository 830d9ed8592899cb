using Candor.Evaluation.Models;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Metrics;

/// <summary>A figure of each document, and its mean over documents.</summary>
/// <param name="Name">Its key in result files.</param>
/// <param name="IsProportion">Whether it is 0 or 1 for every document.</param>
/// <param name="Score">The document's value, from the answers to its requests in their order.</param>
/// <param name="Chance">The document's expected value for a model that finds every answer equally likely.</param>
public sealed record Metric(
    string Name,
    bool IsProportion,
    Func<TaskDocument, LogLikelihood[], double> Score,
    Func<TaskDocument, double> Chance);
