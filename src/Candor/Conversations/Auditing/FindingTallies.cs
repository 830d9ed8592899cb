namespace Candor.Conversations.Auditing;

/// <summary>Findings by what they say, in the order of their first appearance.</summary>
public sealed class FindingTallies
{
    private readonly OrderedDictionary<string, FindingTally> _byWhat = new(StringComparer.Ordinal);

    /// <summary>The findings with their counts.</summary>
    public IReadOnlyDictionary<string, FindingTally> ByWhat => _byWhat;

    /// <summary>All of them together.</summary>
    public int Total => _byWhat.Values.Sum(tally => tally.Count);

    /// <summary>Counts one more.</summary>
    public void Add(string what, RowPlace place, string? detail = null)
    {
        if (!_byWhat.TryGetValue(what, out var tally))
            _byWhat.Add(what, tally = new FindingTally());
        tally.Add(new RowFinding(place, detail));
    }
}
