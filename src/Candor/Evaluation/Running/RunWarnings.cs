using Candor.Evaluation.Planning;

namespace Candor.Evaluation.Running;

/// <summary>What happened in a run that its scores do not show.</summary>
internal static class RunWarnings
{
    /// <summary>Requests that were cut, answers and values that are not numbers.</summary>
    public static IEnumerable<string> Of(IReadOnlyList<TaskOutcome> tasks, TokenCounts tokens)
    {
        if (tokens.Truncated > 0)
            yield return $"{tokens.Truncated} requests were longer than the model's input and lost their beginning";
        foreach (var task in tasks)
        {
            var (name, count) = (task.Task.Name, task.Documents.Count);
            var broken = task.Documents.Count(document => document.Answers.Any(answer => double.IsNaN(answer.Value)));
            if (broken > 0)
                yield return $"{name}: the model gave a log-likelihood that is not a number for {broken} of {count} documents";
            var undefined = task.Documents.Count(document => document.Values.Any(double.IsNaN));
            if (undefined > 0)
                yield return $"{name}: a score is undefined for {undefined} of {count} documents (all likelihoods vanish)";
        }
    }
}
