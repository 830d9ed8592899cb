namespace Candor.Evaluation.Comparison.Readers;

/// <summary>The documents of one task, held against what the results file says about it.</summary>
/// <param name="path">The samples file.</param>
/// <param name="task">Its task as the results file describes it.</param>
/// <param name="warnings">Gets a line for each metric that cannot be paired by document.</param>
internal sealed class LmEvalSamples(string path, LmEvalTask task, List<string> warnings)
{
    private const double AggregateTolerance = 1e-9;

    private readonly List<string> _columns = task.MetricNames;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InputException">It is damaged, incomplete, or does not give the scores that were logged.</exception>
    public IReadOnlyList<MetricScores> Read()
    {
        var rows = new List<LmEvalRow>();
        foreach (var (place, document) in JsonFiles.ReadLines(path))
        {
            using (document)
                rows.Add(LmEvalRow.Parse(document.RootElement, place, _columns));
        }

        var byFilter = rows.TrueForAll(row => row.Filter is not null) ? ByName(rows) : ByBlock(rows);
        foreach (var (filter, documents) in byFilter)
            CheckCount(filter, documents.Count);
        return [.. task.Metrics.Select(metric => Scores(metric, byFilter[metric.Filter])).OfType<MetricScores>()];
    }

    private Dictionary<string, List<LmEvalRow>> ByName(List<LmEvalRow> rows)
    {
        var byFilter = task.Filters.ToDictionary(filter => filter, _ => new List<LmEvalRow>());
        foreach (var row in rows)
        {
            if (byFilter.TryGetValue(row.Filter!, out var documents))
                documents.Add(row);
        }

        return byFilter;
    }

    /// <summary>
    /// 0.4.3 does not name the filter of a row: all documents come under the first filter, then all under the second, in the order of the
    /// results file's keys. The check of each block's mean against its score confirms it.
    /// </summary>
    private Dictionary<string, List<LmEvalRow>> ByBlock(List<LmEvalRow> rows)
    {
        var filters = task.Filters;
        var size = rows.Count / filters.Count;
        var byFilter = new Dictionary<string, List<LmEvalRow>>();
        foreach (var (i, filter) in filters.Index())
            byFilter[filter] = rows.GetRange(i * size, size);

        var ids = rows.Take(size).Select(row => row.DocId);
        if (size * filters.Count == rows.Count && byFilter.Values.All(block => block.Select(row => row.DocId).SequenceEqual(ids)))
            return byFilter;
        throw new InputException(
            $"{path}: rows do not name their filter: expected the same documents once for each of {string.Join(", ", filters)}");
    }

    private void CheckCount(string filter, int found)
    {
        if (found == 0 || (task.DocumentCount is { } count && count != found))
        {
            throw new InputException(
                $"{path}: filter {filter}: expected {task.DocumentCount ?? 1} documents (n-samples of the results file), found {found}");
        }
    }

    private MetricScores? Scores(LmEvalMetric metric, List<LmEvalRow> rows)
    {
        var column = _columns.IndexOf(metric.Metric);
        var byGroup = GroupExactMatchScores.Applies(metric, rows, column);
        var documents = byGroup ? GroupExactMatchScores.Of(rows, accuracy: _columns.IndexOf("acc")) : Documents(rows, column);
        if (documents.Count == 0)
            return LeaveOut(metric, "no number per document in the samples");
        if (!IsMeanOf(documents, metric.Aggregate, out var mean))
        {
            return metric.IsMean && !byGroup
                ? throw new InputException(FormattableString.Invariant(
                    $"{path}: {metric.Key}: expected documents whose mean is the logged score {metric.Aggregate}, found a mean of {mean}"))
                : LeaveOut(metric, $"the score is not the mean of the {(byGroup ? "groups" : "documents")}, so it cannot be paired");
        }

        return new MetricScores
        {
            Metric = metric.Metric,
            Filter = metric.Filter,
            HigherIsBetter = metric.HigherIsBetter,
            Aggregate = metric.Aggregate,
            Documents = documents,
            FrequentAnswer = Frequent(rows),
        };
    }

    private MetricScores? LeaveOut(LmEvalMetric metric, string reason)
    {
        warnings.Add($"{task.Name} {metric.Key}: {reason}; left out");
        return null;
    }

    private static bool IsMeanOf(IReadOnlyList<DocumentScore> documents, double score, out double mean)
    {
        mean = documents.Sum(document => document.Value) / documents.Count;
        return double.IsNaN(mean) ? double.IsNaN(score) : Math.Abs(mean - score) <= AggregateTolerance * Math.Max(1, Math.Abs(score));
    }

    private static IReadOnlyList<DocumentScore> Documents(List<LmEvalRow> rows, int column)
    {
        if (rows.TrueForAll(row => row.Values[column] is null))
            return [];
        return [.. rows.Select(row => new DocumentScore
        {
            Key = row.DocHash,
            Id = row.DocId,
            Value = row.Values[column] ?? double.NaN,
            HasAnswer = !row.IsBroken,
            PromptHash = row.PromptHash,
            TargetHash = row.TargetHash,
            Group = row.Group,
        })];
    }

    private static FrequentAnswer? Frequent(List<LmEvalRow> rows) => rows
        .Where(row => row.Answer is not null)
        .GroupBy(row => row.Answer!)
        .Select(answer => new FrequentAnswer(answer.Key, answer.Count() / (double)rows.Count))
        .MaxBy(answer => answer.Share);
}
