namespace Candor.Conversations.Auditing;

/// <summary>How often something was found, and where first.</summary>
public sealed class FindingTally
{
    private const int MaxPlaces = 5;

    private readonly List<string> _places = [];

    /// <summary>How often.</summary>
    public int Count { get; private set; }

    /// <summary>The first few places: file, row, line, and what was found there.</summary>
    public IReadOnlyList<string> Places => _places;

    /// <summary>Counts one more.</summary>
    public void Add(RowPlace place, string? detail = null)
    {
        Count++;
        if (_places.Count < MaxPlaces)
            _places.Add(detail is null ? place.ToString() : $"{place}: {detail}");
    }

    /// <inheritdoc />
    public override string ToString()
    {
        if (Count == 0)
            return "none";
        var places = string.Join("; ", _places);
        return Count > _places.Count ? $"{Count}: {places}; …" : $"{Count}: {places}";
    }
}
