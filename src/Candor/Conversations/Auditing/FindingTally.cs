namespace Candor.Conversations.Auditing;

/// <summary>How often something was found, and where first.</summary>
public sealed class FindingTally
{
    /// <summary>So many findings are kept; more are only counted, so that memory and logs stay small however bad the rows are.</summary>
    public const int MaxListed = 1000;

    private const int MaxPlaces = 5;

    private readonly List<RowFinding> _listed = [];

    /// <summary>How often.</summary>
    public int Count { get; private set; }

    /// <summary>The first findings, at most <see cref="MaxListed"/>.</summary>
    public IReadOnlyList<RowFinding> Listed => _listed;

    /// <summary>The first few places for messages: file, row, line, and what was found there.</summary>
    public IReadOnlyList<string> Places => [.. _listed.Take(MaxPlaces).Select(finding => finding.ToString())];

    /// <summary>Counts one more.</summary>
    public void Add(RowFinding finding)
    {
        Count++;
        if (_listed.Count < MaxListed)
            _listed.Add(finding);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        if (Count == 0)
            return "none";
        var places = Places;
        return $"{Count}: {string.Join("; ", places)}{(Count > places.Count ? "; …" : "")}";
    }
}
