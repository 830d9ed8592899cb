namespace Candor.Reports.Facts;

/// <summary>How answers and right answers fall together, of documents with one right answer among choices that others share.</summary>
/// <param name="TopAnswer">The answer given most to each list of choices, joined by commas.</param>
/// <param name="Lists">How many different lists of choices there are.</param>
/// <param name="TopShare">The share of all documents that get the top answer of their list.</param>
/// <param name="BalancedAccuracy">
/// The mean over right answers of the share of their documents that are answered rightly (one half for every constant answer to yes-or-no
/// questions); null where only one answer is ever right.
/// </param>
internal sealed record AnswersGiven(string TopAnswer, int Lists, double TopShare, double? BalancedAccuracy)
{
    /// <summary>Of samples; null where a document has no one right answer, or there are none.</summary>
    public static AnswersGiven? Of(IEnumerable<SampleRow> rows)
    {
        var count = 0;
        var byAnswer = new SortedDictionary<string, (int Right, int Count)>(StringComparer.Ordinal);
        var byList = new SortedDictionary<string, SortedDictionary<string, int>>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Options.Where(option => option.IsRight).Select(option => option.Text).ToArray() is not [var answer])
                return null;
            count++;
            var given = row.Chosen >= 0 ? row.Options[row.Chosen] : null;
            var (right, all) = byAnswer.GetValueOrDefault(answer);
            byAnswer[answer] = (right + (given is { IsRight: true } ? 1 : 0), all + 1);
            var list = string.Join('\n', row.Options.Select(option => option.Text).Order(StringComparer.Ordinal));
            if (!byList.TryGetValue(list, out var answers))
                byList.Add(list, answers = new SortedDictionary<string, int>(StringComparer.Ordinal));
            if (given is not null)
                answers[given.Text] = answers.GetValueOrDefault(given.Text) + 1;
        }

        var tops = byList.Values.Where(answers => answers.Count > 0).Select(answers => answers.MaxBy(answer => answer.Value)).ToList();
        return tops.Count == 0
            ? null
            : new AnswersGiven(
                string.Join(", ", tops.Select(top => top.Key).Distinct(StringComparer.Ordinal)),
                byList.Count,
                tops.Sum(top => top.Value) / (double)count,
                byAnswer.Count < 2 ? null : byAnswer.Values.Average(answer => answer.Right / (double)answer.Count));
    }
}
