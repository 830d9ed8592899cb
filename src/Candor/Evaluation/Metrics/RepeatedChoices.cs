using Candor.Evaluation.Running;
using Candor.Evaluation.Tasks;

namespace Candor.Evaluation.Metrics;

/// <summary>
/// Floors for documents that have lists of choices in common without all having the same: questions after colours, shapes, yes or no. A
/// list counts as common if it is asked about more often than it has choices; with others among them, a constant answer says nothing.
/// </summary>
internal static class RepeatedChoices
{
    /// <summary>The best model that gives the same answer wherever it has the same choices; its answers are joined by commas.</summary>
    public static ConstantAnswer? BestConstant(IReadOnlyList<TaskDocument> documents)
    {
        if (Lists(documents) is not { } lists)
            return null;
        var best = lists.Select(list => list.GroupBy(RightAnswer).MaxBy(answer => answer.Count())!).ToList();
        return new ConstantAnswer(
            string.Join(", ", best.Select(answer => answer.Key).Distinct()), best.Sum(answer => answer.Count()) / (double)documents.Count);
    }

    /// <summary>How often each answer was given, in the order in which the documents first offer them.</summary>
    public static IReadOnlyList<AnswerShare> Shares(TaskOutcome outcome)
    {
        var documents = outcome.Task.Documents;
        if (Lists(documents) is null)
            return [];
        var given = outcome.Documents
            .Select(document => document.Document.Sets[0].Texts[Accuracy.ArgMax(document.Document.LogLikelihoods(0, document.Answers))])
            .CountBy(answer => answer).ToDictionary();
        return
        [
            .. documents.SelectMany(document => document.Sets[0].Texts).Distinct()
                .Select(answer => new AnswerShare(answer, given.GetValueOrDefault(answer) / (double)documents.Count)),
        ];
    }

    private static List<IGrouping<string, TaskDocument>>? Lists(IReadOnlyList<TaskDocument> documents)
    {
        if (documents.Any(document => document.Sets.Count != 1 || document.Sets[0].Labels.Sum() != 1))
            return null;
        var lists = documents.GroupBy(document => string.Join('\n', document.Sets[0].Texts.Order(StringComparer.Ordinal))).ToList();
        return lists.TrueForAll(list => list.Count() > list.First().Sets[0].Texts.Count) ? lists : null;
    }

    private static string RightAnswer(TaskDocument document) => document.Sets[0].Texts[document.Target];
}
