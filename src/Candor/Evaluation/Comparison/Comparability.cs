namespace Candor.Evaluation.Comparison;

/// <summary>Whether two runs asked a task in the same way, and what else a reader must know.</summary>
internal static class Comparability
{
    private const double ConstantShare = 0.95;
    private const string OwnImages = "the documents' own";
    private const int FewDocuments = 30;
    private const int FewGroups = 20;

    /// <summary>Settings that must agree and do not, each naming both values.</summary>
    public static IReadOnlyList<string> Conflicts(TaskSettings a, TaskSettings b)
    {
        var conflicts = new List<string>();
        if (a.Protocol != b.Protocol)
            conflicts.Add($"protocol {a.Protocol} and {b.Protocol}");
        if (a.Template != b.Template)
            conflicts.Add($"template {a.Template ?? "none"} and {b.Template ?? "none"}");
        if (a.DataSha256 is not null && b.DataSha256 is not null && a.DataSha256 != b.DataSha256)
            conflicts.Add($"data {a.DataSha256} and {b.DataSha256}");
        return conflicts;
    }

    /// <summary>What does not forbid the comparison but bears on its meaning.</summary>
    public static IEnumerable<string> Warnings(
        TaskSettings a, TaskSettings b, MetricScores scoresA, MetricScores scoresB, DocumentJoin join)
    {
        if (a.ShownImages != b.ShownImages)
            yield return $"pictures shown: {a.ShownImages ?? OwnImages} and {b.ShownImages ?? OwnImages}; this is what is compared";
        if (a.Shots != b.Shots && a.Shots is not null && b.Shots is not null)
            yield return $"examples in the prompt: {a.Shots} and {b.Shots}";
        if (a.Version != b.Version && a.Version is not null && b.Version is not null)
            yield return $"task version {a.Version} and {b.Version}";
        if (scoresA.HigherIsBetter != scoresB.HigherIsBetter && scoresA.HigherIsBetter is not null && scoresB.HigherIsBetter is not null)
            yield return "the runs disagree on whether higher is better";
        if (join.OtherPrompts > 0)
            yield return $"{join.OtherPrompts} of {join.Pairs.Count} documents were asked with another prompt";
        if (join.OtherTargets > 0)
            yield return $"{join.OtherTargets} of {join.Pairs.Count} documents have another right answer";
        if (join.OnlyInA.Count + join.OnlyInB.Count > 0)
            yield return $"{join.Common} documents in both runs, {join.OnlyInA.Count} only in the first, {join.OnlyInB.Count} only in the second";
        if (join.LeftOut.Count > 0)
            yield return $"{join.LeftOut.Count} documents left out: no usable value in one of the runs";
        if (join.Pairs.Count < FewDocuments)
            yield return $"only {join.Pairs.Count} documents";
        foreach (var (which, answer) in new[] { ("the first run", scoresA.FrequentAnswer), ("the second run", scoresB.FrequentAnswer) })
        {
            if (answer?.Share >= ConstantShare)
                yield return FormattableString.Invariant($"{which} answers \"{answer.Text}\" to {100 * answer.Share:0.#} % of the documents");
        }
    }

    /// <summary>A warning about groups, or null.</summary>
    public static string? GroupWarning(int groups) => groups < FewGroups ? $"only {groups} groups of documents" : null;
}
