using System.Security.Cryptography;
using System.Text;

namespace Candor.Evaluation.Comparison.Readers;

/// <summary>
/// ETHICS's <c>em</c> is 1 for a group of related documents that are right throughout. The rows carry each document's accuracy and group;
/// here each group becomes one document, identified by what its members are.
/// </summary>
internal static class GroupExactMatchScores
{
    private const string Metric = "em";

    /// <summary>Whether the rows have groups but no value of their own for the metric.</summary>
    public static bool Applies(LmEvalMetric metric, List<LmEvalRow> rows, int column) =>
        metric.Metric == Metric && rows.TrueForAll(row => row.Values[column] is null && row.Group is not null);

    /// <summary>One value per group; none where the rows have no accuracy.</summary>
    /// <param name="rows">The documents.</param>
    /// <param name="accuracy">The column of the accuracy, or −1.</param>
    public static IReadOnlyList<DocumentScore> Of(List<LmEvalRow> rows, int accuracy)
    {
        if (accuracy < 0)
            return [];
        return [.. rows.GroupBy(row => row.Group!).Select(group => new DocumentScore
        {
            Key = Hash(group.Select(row => row.DocHash)),
            Id = group.Min(row => row.DocId),
            Value = group.Min(row => row.Values[accuracy] ?? double.NaN),
            HasAnswer = group.All(row => !row.IsBroken),
            PromptHash = Hash(group.Select(row => row.PromptHash ?? "")),
            TargetHash = Hash(group.Select(row => row.TargetHash ?? "")),
        })];
    }

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts.Order(StringComparer.Ordinal)))));
}
