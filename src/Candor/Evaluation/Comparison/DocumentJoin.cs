namespace Candor.Evaluation.Comparison;

/// <summary>
/// The documents of two runs, paired by what they are (<see cref="DocumentScore.Key"/>), never by their number: a run may have them in
/// another order or in part. A document that occurs more than once is paired with its own n-th occurrence.
/// </summary>
public sealed record DocumentJoin
{
    /// <summary>Documents with a value in both runs, in the first run's order.</summary>
    public required IReadOnlyList<(DocumentScore A, DocumentScore B)> Pairs { get; init; }

    /// <summary>Numbers (in the first run) of documents that both have, but one without a usable value: NaN, infinite, or of no answer.</summary>
    public required IReadOnlyList<long> LeftOut { get; init; }

    /// <summary>Numbers of the documents that only the first run has.</summary>
    public required IReadOnlyList<long> OnlyInA { get; init; }

    /// <summary>Numbers of the documents that only the second run has.</summary>
    public required IReadOnlyList<long> OnlyInB { get; init; }

    /// <summary>Documents that both have, usable or not.</summary>
    public int Common => Pairs.Count + LeftOut.Count;

    /// <summary>Pairs whose prompts are logged and differ.</summary>
    public int OtherPrompts => Pairs.Count(pair => Differ(pair.A.PromptHash, pair.B.PromptHash));

    /// <summary>Pairs whose right answers are logged and differ.</summary>
    public int OtherTargets => Pairs.Count(pair => Differ(pair.A.TargetHash, pair.B.TargetHash));

    /// <summary>Pairs the documents of two runs.</summary>
    public static DocumentJoin Of(IReadOnlyList<DocumentScore> a, IReadOnlyList<DocumentScore> b)
    {
        var inB = Occurrences(b).ToDictionary(entry => entry.Key, entry => entry.Document);
        var (pairs, leftOut, onlyInA) = (new List<(DocumentScore, DocumentScore)>(), new List<long>(), new List<long>());
        foreach (var (key, document) in Occurrences(a))
        {
            if (!inB.Remove(key, out var other))
                onlyInA.Add(document.Id);
            else if (document.IsUsable && other.IsUsable)
                pairs.Add((document, other));
            else
                leftOut.Add(document.Id);
        }

        return new DocumentJoin
        {
            Pairs = pairs,
            LeftOut = leftOut,
            OnlyInA = onlyInA,
            OnlyInB = [.. inB.Values.Select(document => document.Id).Order()],
        };
    }

    private static IEnumerable<((string Hash, int Occurrence) Key, DocumentScore Document)> Occurrences(
        IReadOnlyList<DocumentScore> documents)
    {
        var seen = new Dictionary<string, int>();
        foreach (var document in documents)
        {
            var occurrence = seen.GetValueOrDefault(document.Key);
            seen[document.Key] = occurrence + 1;
            yield return ((document.Key, occurrence), document);
        }
    }

    private static bool Differ(string? a, string? b) => a is not null && b is not null && a != b;
}
