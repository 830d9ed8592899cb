namespace Candor.Evaluation.Running;

/// <summary>How far an evaluation is.</summary>
/// <param name="RequestsDone">Requests answered, those of the journal included.</param>
/// <param name="RequestsTotal">All requests; equal ones count once.</param>
/// <param name="RequestsFromJournal">Of those done, the ones an earlier run had answered.</param>
/// <param name="TokensDone">Input tokens of the requests answered in this run.</param>
/// <param name="TokensTotal">Input tokens of the requests to answer in this run; 0 for a model that reads text.</param>
public readonly record struct EvaluationProgress(
    int RequestsDone, int RequestsTotal, int RequestsFromJournal, long TokensDone, long TokensTotal);
