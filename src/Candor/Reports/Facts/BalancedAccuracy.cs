namespace Candor.Reports.Facts;

/// <summary>The mean over right answers of the share of their documents that are answered rightly: one half for every constant of two.</summary>
internal static class BalancedAccuracy
{
    /// <summary>Of documents whose answers are the same for all; null where a document has no one right answer, or only one answer is ever right.</summary>
    public static double? Of(IEnumerable<SampleRow> rows)
    {
        var classes = new SortedDictionary<string, (int Right, int Count)>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            if (row.Options.Where(option => option.IsRight).Select(option => option.Text).ToArray() is not [var answer])
                return null;
            var (right, count) = classes.GetValueOrDefault(answer);
            var isRight = row.Chosen >= 0 && row.Options[row.Chosen].IsRight;
            classes[answer] = (right + (isRight ? 1 : 0), count + 1);
        }

        return classes.Count < 2 ? null : classes.Values.Average(answer => answer.Right / (double)answer.Count);
    }
}
