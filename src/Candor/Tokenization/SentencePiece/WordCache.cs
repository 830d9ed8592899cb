namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Ids of words met before: a table of fixed size, two places to a word, in which a newer word pushes the older out. Entries never
/// change, and places are read and written whole, so threads may share it.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer stretches are encoded anew each time.</summary>
    public const int MaxWordLength = 48;

    private const int Pairs = 1 << 15;

    private readonly Entry?[] _entries = new Entry?[2 * Pairs];

    private sealed record Entry(uint Hash, char[] Word, int[] Ids);

    /// <summary>A hash of a word's characters, built up one at a time from zero.</summary>
    public static uint Hash(uint hash, char next) => (uint.RotateLeft(hash, 5) ^ next) * 0x9E3779B1u;

    /// <summary>The ids of a word, or null.</summary>
    public int[]? Find(uint hash, ReadOnlySpan<char> word)
    {
        var place = FirstPlace(hash);
        return Match(Volatile.Read(ref _entries[place]), hash, word) ?? Match(Volatile.Read(ref _entries[place + 1]), hash, word);
    }

    /// <summary>Remembers a word.</summary>
    public void Add(uint hash, ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        var place = FirstPlace(hash);
        Volatile.Write(ref _entries[place + 1], _entries[place]);
        Volatile.Write(ref _entries[place], new Entry(hash, word.ToArray(), ids.ToArray()));
    }

    private static int[]? Match(Entry? entry, uint hash, ReadOnlySpan<char> word) =>
        entry is not null && entry.Hash == hash && word.SequenceEqual(entry.Word) ? entry.Ids : null;

    // The high bits: those of a product depend on every bit of its factors.
    private static int FirstPlace(uint hash) => (int)(hash >> 17) * 2;
}
