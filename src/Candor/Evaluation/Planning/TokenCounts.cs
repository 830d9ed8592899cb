using Candor.Evaluation.Models;

namespace Candor.Evaluation.Planning;

/// <summary>How many tokens a list of requests holds.</summary>
/// <param name="AskedFor">Input tokens, as if each request ran alone.</param>
/// <param name="DistinctPrefixes">Distinct input prefixes: the least number of tokens that must go through a model.</param>
/// <param name="Truncated">Requests that were cut on the left to the model's length.</param>
public readonly record struct TokenCounts(long AskedFor, long DistinctPrefixes, int Truncated)
{
    /// <summary>Counts prepared requests; all zero for a model that reads text.</summary>
    public static TokenCounts Of(IReadOnlyList<PreparedRequest> requests)
    {
        long askedFor = 0, distinct = 0;
        var sorted = requests.Select(request => request.Ids).ToArray();
        Array.Sort(sorted, (a, b) => Inputs(a).SequenceCompareTo(Inputs(b)));
        ReadOnlySpan<int> previous = [];
        foreach (var ids in sorted)
        {
            var inputs = Inputs(ids);
            askedFor += inputs.Length;
            // In sorted order a prefix is new exactly where it is longer than what is shared with the neighbour before.
            distinct += inputs.Length - inputs.CommonPrefixLength(previous);
            previous = inputs;
        }

        return new TokenCounts(askedFor, distinct, requests.Count(request => request.IsTruncated));
    }

    /// <summary>The last id is only ever a target.</summary>
    private static ReadOnlySpan<int> Inputs(int[] ids) => ids.AsSpan(0, Math.Max(0, ids.Length - 1));
}
