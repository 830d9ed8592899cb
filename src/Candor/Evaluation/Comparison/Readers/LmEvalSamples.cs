namespace Candor.Evaluation.Comparison.Readers;

/// <summary>The documents of one task, held against what the results file says about it.</summary>
internal static class LmEvalSamples
{
    private const double AggregateTolerance = 1e-9;

    /// <summary>Reads a samples file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="task">Its task as the results file describes it.</param>
    /// <param name="warnings">Gets a line for each metric that has no value per document.</param>
    /// <exception cref="InputException">It is damaged, incomplete, or does not give the scores that were logged.</exception>
    public static IReadOnlyList<MetricScores> Read(string path, LmEvalTask task, List<string> warnings)
    {
        var (rows, columns) = (new List<LmEvalRow>(), task.MetricNames);
        foreach (var (place, document) in JsonFiles.ReadLines(path))
        {
            using (document)
                rows.Add(LmEvalRow.Parse(document.RootElement, place, columns));
        }

        var byFilter = SplitByFilter(path, task, rows);
        return [.. task.Metrics.Select(metric => Scores(path, task, metric, byFilter[metric.Filter], columns.IndexOf(metric.Metric), warnings)).OfType<MetricScores>()];
    }

    private static Dictionary<string, List<LmEvalRow>> SplitByFilter(string path, LmEvalTask task, List<LmEvalRow> rows)
    {
        var named = rows.TrueForAll(row => row.Filter is not null);
        var byFilter = named ? ByName(task, rows) : ByBlock(path, task, rows);
        foreach (var (filter, documents) in byFilter)
        {
            if (documents.Count == 0 || (task.DocumentCount is { } expected && expected != documents.Count))
                throw new InputException($"{path}: filter {filter}: expected {task.DocumentCount ?? 1} documents (n-samples of the results file), found {documents.Count}");
        }

        return byFilter;
    }

    private static Dictionary<string, List<LmEvalRow>> ByName(LmEvalTask task, List<LmEvalRow> rows)
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
    private static Dictionary<string, List<LmEvalRow>> ByBlock(string path, LmEvalTask task, List<LmEvalRow> rows)
    {
        var filters = task.Filters;
        var size = rows.Count / Math.Max(1, filters.Count);
        var byFilter = filters.Select((filter, i) => (filter, Block: rows.GetRange(i * size, size))).ToDictionary(pair => pair.filter, pair => pair.Block);
        var ids = rows.Take(size).Select(row => row.DocId);
        if (size * filters.Count != rows.Count || byFilter.Values.Any(block => !block.Select(row => row.DocId).SequenceEqual(ids)))
            throw new InputException($"{path}: expected the same documents once for each of the filters {string.Join(", ", filters)}, as the rows do not name theirs");
        return byFilter;
    }

    private static MetricScores? Scores(string path, LmEvalTask task, LmEvalMetric metric, List<LmEvalRow> rows, int column, List<string> warnings)
    {
        var byGroup = GroupExactMatchScores.Applies(metric, rows, column);
        var documents = byGroup ? GroupExactMatchScores.Of(rows, accuracy: task.MetricNames.IndexOf("acc")) : Documents(rows, column);
        if (documents.Count == 0)
        {
            warnings.Add($"{task.Name} {metric.Key}: no number per document in the samples; left out");
            return null;
        }

        if (!IsMeanOf(documents, metric.Aggregate, out var mean))
        {
            if (metric.IsMean && !byGroup)
                throw new InputException(FormattableString.Invariant($"{path}: {metric.Key}: expected documents whose mean is the logged score {metric.Aggregate}, found a mean of {mean}"));
            warnings.Add($"{task.Name} {metric.Key}: the score is not the mean of the {(byGroup ? "groups" : "documents")}, so it cannot be paired; left out");
            return null;
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

    private static bool IsMeanOf(IReadOnlyList<DocumentScore> documents, double score, out double mean)
    {
        mean = documents.Sum(document => document.Value) / documents.Count;
        return double.IsNaN(mean) ? double.IsNaN(score) : Math.Abs(mean - score) <= AggregateTolerance * Math.Max(1, Math.Abs(score));
    }

    private static DocumentScore[] Documents(List<LmEvalRow> rows, int column) => rows.TrueForAll(row => row.Values[column] is null) ? [] : [.. rows.Select(row => new DocumentScore
    {
        Key = row.DocHash,
        Id = row.DocId,
        Value = row.Values[column] ?? double.NaN,
        PromptHash = row.PromptHash,
        TargetHash = row.TargetHash,
        Group = row.Group,
    })];

    private static FrequentAnswer? Frequent(List<LmEvalRow> rows) => rows
        .Where(row => row.Answer is not null)
        .GroupBy(row => row.Answer!)
        .Select(answer => new FrequentAnswer(answer.Key, answer.Count() / (double)rows.Count))
        .MaxBy(answer => answer.Share);
}
