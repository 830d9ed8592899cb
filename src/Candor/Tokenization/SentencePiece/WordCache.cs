namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Ids of words met before: a table of fixed size in which a newer word takes the older one's slot. Entries never change, and slots are
/// read and written whole, so threads may share it.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer stretches are encoded anew each time.</summary>
    public const int MaxWordLength = 48;

    private const int Slots = 1 << 15;

    private readonly Entry?[] _entries = new Entry?[Slots];

    private sealed record Entry(char[] Word, int[] Ids);

    /// <summary>A hash of a word's characters, built up one at a time from zero.</summary>
    public static uint Hash(uint hash, char next) => (hash ^ next) * 0x9E3779B1u + (hash >> 15);

    /// <summary>The ids of a word, or null.</summary>
    public int[]? Find(uint hash, ReadOnlySpan<char> word) =>
        Volatile.Read(ref _entries[Slot(hash)]) is { } entry && word.SequenceEqual(entry.Word) ? entry.Ids : null;

    /// <summary>Remembers a word.</summary>
    public void Add(uint hash, ReadOnlySpan<char> word, ReadOnlySpan<int> ids) =>
        Volatile.Write(ref _entries[Slot(hash)], new Entry(word.ToArray(), ids.ToArray()));

    private static int Slot(uint hash) => (int)((hash ^ (hash >> 15)) % Slots);
}
