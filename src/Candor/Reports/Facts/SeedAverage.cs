using Candor.Evaluation.Comparison;

namespace Candor.Reports.Facts;

/// <summary>
/// Several seeds of an arm as one: each document gets the mean of its values over the seeds, so that a comparison of documents speaks of the
/// way of tuning and not of one draw of it.
/// </summary>
internal static class SeedAverage
{
    /// <summary>The mean of runs that asked the same.</summary>
    /// <param name="runs">At least one.</param>
    /// <param name="name">The arm's name.</param>
    public static EvaluationRun Of(IReadOnlyList<EvaluationRun> runs, string name) => runs[0] with
    {
        Model = name,
        Source = string.Join(", ", runs.Select(run => run.Source)),
        Tasks = [.. runs[0].Tasks.Where(task => runs.All(run => Find(run, task.Task) is not null)).Select(task => Task(runs, task))],
        Warnings = [.. runs.SelectMany(run => run.Warnings).Distinct(StringComparer.Ordinal)],
    };

    private static TaskRun Task(IReadOnlyList<EvaluationRun> runs, TaskRun first)
    {
        List<TaskRun> tasks = [.. runs.Select(run => Find(run, first.Task)!)];
        return first with
        {
            Scores =
            [
                .. first.Scores.Where(score => tasks.TrueForAll(task => Find(task, score) is not null))
                    .Select(score => Mean([.. tasks.Select(task => Find(task, score)!)])),
            ],
        };
    }

    private static MetricScores Mean(List<MetricScores> seeds)
    {
        var values = seeds.ConvertAll(seed => Occurrences(seed.Documents).ToDictionary(entry => entry.Key, entry => entry.Document));
        var documents = new List<DocumentScore>();
        foreach (var (key, document) in Occurrences(seeds[0].Documents))
        {
            if (!values.TrueForAll(seed => seed.ContainsKey(key)))
                continue;
            documents.Add(document with
            {
                Value = values.Average(seed => seed[key].Value),
                HasAnswer = values.TrueForAll(seed => seed[key].HasAnswer),
            });
        }

        // What one seed answers most says nothing of the mean; the scores' own cautions name it, seed by seed.
        return seeds[0] with { Documents = documents, Aggregate = seeds.Average(seed => seed.Aggregate), FrequentAnswer = null };
    }

    private static IEnumerable<((string Hash, int Occurrence) Key, DocumentScore Document)> Occurrences(IReadOnlyList<DocumentScore> documents)
    {
        var seen = new Dictionary<string, int>();
        foreach (var document in documents)
        {
            var occurrence = seen.GetValueOrDefault(document.Key);
            seen[document.Key] = occurrence + 1;
            yield return ((document.Key, occurrence), document);
        }
    }

    private static TaskRun? Find(EvaluationRun run, string task) => run.Tasks.FirstOrDefault(candidate => candidate.Task == task);

    private static MetricScores? Find(TaskRun task, MetricScores like) =>
        task.Scores.FirstOrDefault(score => score.Metric == like.Metric && score.Filter == like.Filter);
}
