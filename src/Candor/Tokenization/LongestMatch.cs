using System.Diagnostics.CodeAnalysis;

namespace Candor.Tokenization;

/// <summary>Finds the longest of some texts that another text begins with, by one look-up for each length that occurs.</summary>
internal sealed class LongestMatch<T> where T : notnull
{
    private readonly Dictionary<string, T> _values;
    private readonly Dictionary<string, T>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<char, int[]> _lengthsByFirst;

    /// <summary>Creates a finder for different, non-empty texts.</summary>
    public LongestMatch(IEnumerable<(string Text, T Value)> entries)
    {
        _values = entries.ToDictionary(e => e.Text, e => e.Value);
        _lookup = _values.GetAlternateLookup<ReadOnlySpan<char>>();
        _lengthsByFirst = _values.Keys.GroupBy(t => t[0])
            .ToDictionary(g => g.Key, g => g.Select(t => t.Length).Distinct().OrderDescending().ToArray());
    }

    /// <summary>The texts.</summary>
    public IReadOnlyCollection<string> Texts => _values.Keys;

    /// <summary>Finds the longest text at the start of <paramref name="text"/>, which is not empty.</summary>
    public bool TryFind(ReadOnlySpan<char> text, [MaybeNullWhen(false)] out T value, out int length)
    {
        if (_values.Count > 0 && _lengthsByFirst.TryGetValue(text[0], out var lengths))
        {
            foreach (var candidate in lengths)
            {
                length = candidate;
                if (candidate <= text.Length && _lookup.TryGetValue(text[..candidate], out value))
                    return true;
            }
        }

        (value, length) = (default, 0);
        return false;
    }
}
