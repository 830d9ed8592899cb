using Candor.Evaluation.Comparison;

namespace Candor.Reports.Facts;

/// <summary>Finds the documents whose value changed, with their texts from the samples.</summary>
/// <param name="options">How many, and whether with texts.</param>
internal sealed class ChangedDocumentReader(ReportOptions options)
{
    private const int MaxQuestionLength = 1500;
    private const int MaxAnswerLength = 300;
    private const int MaxAnswers = 30;

    /// <summary>Reads them pair by pair and task by task, so that only one task's samples are in memory at a time.</summary>
    public ChangedDocuments Read(IReadOnlyList<PairFacts> pairs)
    {
        var wanted = pairs.SelectMany(pair => Metrics(pair).Select(difference => (Pair: pair, difference.Comparison))).ToList();
        var changed = wanted.ConvertAll(entry => Changes(entry.Comparison));
        var quotas = Quotas([.. changed.Select(list => list.Count)], options.MaxDocuments);
        var (documents, counts) = (new List<ChangedDocument>(), new List<ChangeCount>());
        foreach (var (i, (pair, comparison)) in wanted.Index())
        {
            var kept = Keep(changed[i], quotas[i]);
            documents.AddRange(Describe(pair, comparison, kept));
            counts.Add(new ChangeCount(
                pair,
                comparison.Task,
                comparison.ScoresA.Metric,
                comparison.N,
                changed[i].Count(change => change.B.Value > change.A.Value),
                changed[i].Count(change => change.B.Value < change.A.Value),
                kept.Count));
        }

        return new ChangedDocuments(documents, counts);
    }

    /// <summary>
    /// One metric a task: the share of right documents where there is one, else the first. Figures over groups have no documents.
    /// </summary>
    private static IEnumerable<DifferenceFact> Metrics(PairFacts pair) => pair.Differences
        .Where(difference => difference.Comparison.ScoresA.Metric != "em")
        .GroupBy(difference => difference.Comparison.Task)
        .Select(task => task.FirstOrDefault(difference => difference.Comparison.ScoresA.Metric is "acc" or "mc1") ?? task.First());

    private static List<(DocumentScore A, DocumentScore B)> Changes(MetricComparison comparison) =>
        [.. comparison.Join.Pairs.Where(pair => pair.A.Value != pair.B.Value)];

    /// <summary>The largest changes, in the order of the documents.</summary>
    private static List<(DocumentScore A, DocumentScore B)> Keep(List<(DocumentScore A, DocumentScore B)> changes, int count) =>
    [
        .. changes.OrderByDescending(change => Math.Abs(change.B.Value - change.A.Value)).ThenBy(change => change.A.Id)
            .Take(count).OrderBy(change => change.A.Id),
    ];

    /// <summary>Shares a number out evenly; what one list does not need goes to the others.</summary>
    internal static int[] Quotas(IReadOnlyList<int> counts, int total)
    {
        var quotas = new int[counts.Count];
        var (left, open) = (total, counts.Count);
        foreach (var (count, i) in counts.Select((count, i) => (count, i)).OrderBy(entry => entry.count).ThenBy(entry => entry.i))
        {
            quotas[i] = Math.Min(count, left / open--);
            left -= quotas[i];
        }

        return quotas;
    }

    private IEnumerable<ChangedDocument> Describe(
        PairFacts pair, MetricComparison comparison, List<(DocumentScore A, DocumentScore B)> kept)
    {
        var hashes = kept.Select(change => change.A.Key).ToHashSet(StringComparer.Ordinal);
        var a = Rows(pair.Baseline, comparison, hashes);
        var b = Rows(pair.Variant, comparison, hashes);
        foreach (var (before, after) in kept)
        {
            if (!a.TryGetValue(before.Key, out var rowsA) || !b.TryGetValue(before.Key, out var rowsB))
                continue;
            yield return new ChangedDocument
            {
                Pair = pair,
                Task = comparison.Task,
                Metric = comparison.ScoresA.Metric,
                Id = before.Id,
                Hash = before.Key,
                Question = options.IncludesTexts ? Cut(rowsA[0].Question, MaxQuestionLength) : null,
                Image = options.IncludesTexts ? rowsA[0].Image : null,
                ValueA = before.Value,
                ValueB = after.Value,
                Answers = [.. rowsA[0].Options.Take(MaxAnswers).Select((option, i) => Answer(option, i, rowsA, rowsB))],
            };
        }
    }

    private ChangedAnswer Answer(SampleOption option, int i, List<SampleRow> a, List<SampleRow> b) => new(
        options.IncludesTexts ? Cut(option.Text, MaxAnswerLength) : null,
        option.IsRight,
        Mean(a, i),
        Mean(b, i),
        a.Count(row => row.Chosen == i),
        b.Count(row => row.Chosen == i));

    private static double Mean(List<SampleRow> rows, int option) =>
        rows.TrueForAll(row => option < row.Options.Count) ? rows.Average(row => row.Options[option].LogLikelihood) : double.NaN;

    /// <summary>The rows of some documents, one a seed. Equal documents share a hash; the first stands for them.</summary>
    private static Dictionary<string, List<SampleRow>> Rows(IReadOnlyList<EvaluationLog> logs, MetricComparison comparison, HashSet<string> hashes)
    {
        var rows = new Dictionary<string, List<SampleRow>>();
        foreach (var log in logs)
        {
            var seen = new HashSet<string>();
            foreach (var row in SampleRows.Read(log, comparison.Task, comparison.ScoresA.Metric).Where(row => hashes.Contains(row.Hash)))
            {
                if (!seen.Add(row.Hash))
                    continue;
                if (!rows.TryGetValue(row.Hash, out var list))
                    rows.Add(row.Hash, list = []);
                list.Add(row);
            }
        }

        return rows;
    }

    private static string Cut(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end] + "…";
    }
}
