using Candor.Evaluation.Comparison.Readers;

namespace Candor.Reports.Facts;

/// <summary>The samples of one task of one evaluation.</summary>
internal static class SampleRows
{
    /// <summary>Reads them one by one.</summary>
    /// <exception cref="InputException">The file is damaged.</exception>
    public static IEnumerable<SampleRow> Read(EvaluationLog log, string task, string metric)
    {
        if (log.Tasks.FirstOrDefault(candidate => candidate.Name == task) is not { } entry || !File.Exists(entry.SamplesPath))
            yield break;
        string[] answers = [.. log.Scores.FirstOrDefault(score => score.Task == task)?.AnswerShares.Select(share => share.Answer) ?? []];
        foreach (var (place, document) in JsonFiles.ReadLines(entry.SamplesPath))
        {
            using (document)
                yield return SampleRow.Parse(document.RootElement, place, metric, answers);
        }
    }
}
