namespace Candor.Reports.Facts;

/// <summary>Sentences about the study as a whole.</summary>
internal static class StudyWords
{
    /// <summary>Under which rules, on how many documents.</summary>
    public static string Protocol(StudyFacts facts)
    {
        if (facts.Evaluations.Count == 0)
            return "No evaluation has finished.";
        var protocols = string.Join(" and ", facts.Evaluations.Select(log => log.Protocol).Distinct(StringComparer.Ordinal));
        var tasks = facts.Evaluations.SelectMany(log => log.Tasks).Select(task => task.Name).Distinct(StringComparer.Ordinal).ToList();
        var limits = facts.Evaluations.SelectMany(log => log.Tasks.Select(task => log.LimitOf(task.Name))).Distinct().ToList();
        var documents = limits is [null] ? "all documents"
            : limits is [{ } limit] ? $"the first {Numbers.Whole(limit)} documents a task"
            : "limits that differ by task or model (see Provenance)";
        return $"Protocol {protocols}, {documents}, {Numbers.Whole(tasks.Count)} task{(tasks.Count == 1 ? "" : "s")}: {string.Join(", ", tasks)}.";
    }

    /// <summary>Why no figure of the paper is shown, or what those that are shown are.</summary>
    public static string Paper(StudyFacts facts) => facts.Paper.Count == 0
        ? "No figure of the paper (“Sight Beyond Text”, arXiv 2309.07120) measures one of these models, so none is shown."
        : "The paper's (“Sight Beyond Text”, arXiv 2309.07120) own tables were not to be had: its figures are quoted from others' summaries of the "
            + "version named, and say nothing of their errors.";

    /// <summary>How the scores are to be read.</summary>
    public const string Scores =
        "Chance is what a model gets that finds every answer equally likely; best constant is the best that one answer to every document gets. "
        + "Intervals are 95%, over documents: Wilson for shares of right answers, normal for others. Balanced accuracy is one half for every "
        + "constant answer to a yes-or-no question, whatever the shares of the labels. mc2 rises towards its chance level as soon as a model merely "
        + "flattens its likelihoods.";

    /// <summary>What the changed documents are.</summary>
    public static string Changed(StudyFacts facts)
    {
        var (shown, left) = (facts.Changed.Documents.Count, facts.Changed.LeftOut);
        var words = $"{Numbers.Whole(shown + left)} values changed between the two sides of a pair.";
        if (left > 0)
        {
            words += $" {Numbers.Whole(shown)} are here, the largest changes of each pair and task; {Numbers.Whole(left)} are left out to keep this "
                + "page small.";
        }

        return facts.Options.IncludesTexts
            ? words
            : words + " This report was made without the benchmarks' texts: it has numbers and hashes of documents only.";
    }
}
