namespace Candor.Evaluation.Tasks;

/// <summary>Answers to choose from, of which one or more are right.</summary>
/// <param name="Texts">
/// The answers, without the space that precedes them. Where every document has the same answers they stand in the order of the labels
/// (<c>no</c>, <c>yes</c>); ties go to the first, as in both harnesses.
/// </param>
/// <param name="Labels">1 for a right answer, 0 for a wrong one.</param>
public sealed record ChoiceSet(IReadOnlyList<string> Texts, IReadOnlyList<int> Labels)
{
    /// <summary>A set whose right answer is the one at <paramref name="label"/>.</summary>
    public static ChoiceSet OneOf(IReadOnlyList<string> texts, int label) => new(texts, [.. texts.Select((_, i) => i == label ? 1 : 0)]);
}
