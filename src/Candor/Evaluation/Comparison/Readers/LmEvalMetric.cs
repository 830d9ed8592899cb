namespace Candor.Evaluation.Comparison.Readers;

/// <summary>A score as a results file of lm-eval 0.4 has it, under the key <c>metric,filter</c>.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Filter">The filter, <c>none</c> without one.</param>
/// <param name="Aggregate">The score.</param>
/// <param name="HigherIsBetter">The logged direction.</param>
/// <param name="IsMean">Whether the score is said to be the documents' mean.</param>
internal sealed record LmEvalMetric(string Metric, string Filter, double Aggregate, bool? HigherIsBetter, bool IsMean)
{
    /// <summary>The key in the results file.</summary>
    public string Key => $"{Metric},{Filter}";
}
