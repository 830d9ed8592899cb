using System.Text;

namespace Candor.Quickstart.Vocabulary;

/// <summary>
/// Byte-pair encoding learned from texts (Sennrich et al. 2016), as SentencePiece's BPE counts it: words carry the space before them as
/// <c>▁</c>, and no piece goes over the border of letters and other characters.
/// </summary>
internal static class PieceTrainer
{
    private const char Space = '\u2581';

    /// <summary>Pieces in the order of their ranks: merges, the most frequent first, then single characters.</summary>
    /// <param name="texts">What to learn from.</param>
    /// <param name="count">Pieces at most.</param>
    public static IReadOnlyList<string> Train(IEnumerable<string> texts, int count)
    {
        var words = Count(texts);
        List<string> characters =
            [.. words.SelectMany(word => word.Symbols).CountBy(symbol => symbol).OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key)];
        List<string> merges = [];
        while (merges.Count + characters.Count < count && Best(words) is { } best)
        {
            merges.Add(best.Left + best.Right);
            foreach (var word in words)
                Merge(word.Symbols, best);
        }

        return [.. merges, .. characters];
    }

    private static List<Word> Count(IEnumerable<string> texts)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var word in texts.SelectMany(Split))
            counts[word] = counts.GetValueOrDefault(word) + 1;
        return [.. counts.Select(pair => new Word([.. pair.Key.Select(character => character.ToString())], pair.Value))];
    }

    /// <summary>Stretches of letters with the space before them; every other character by itself. Line breaks are left to byte pieces.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        foreach (var character in Space + text.Replace(' ', Space))
        {
            if (word.Length > 0 && !char.IsAsciiLetter(character))
            {
                yield return word.ToString();
                word.Clear();
            }

            if (character == Space || char.IsAsciiLetter(character))
                word.Append(character);
            else if (!char.IsControl(character))
                yield return character.ToString();
        }

        if (word.Length > 0)
            yield return word.ToString();
    }

    private static (string Left, string Right)? Best(List<Word> words)
    {
        var counts = new Dictionary<(string, string), int>();
        foreach (var (symbols, times) in words)
        {
            for (var i = 1; i < symbols.Count; i++)
                counts[(symbols[i - 1], symbols[i])] = counts.GetValueOrDefault((symbols[i - 1], symbols[i])) + times;
        }

        if (counts.Count == 0)
            return null;
        return counts.Aggregate((best, next) => IsBefore(next, best) ? next : best).Key;
    }

    /// <summary>The more frequent pair, then the first in ordinal order, so that the pieces do not hang on a dictionary's order.</summary>
    private static bool IsBefore(KeyValuePair<(string Left, string Right), int> one, KeyValuePair<(string Left, string Right), int> other)
    {
        if (one.Value != other.Value)
            return one.Value > other.Value;
        var left = string.CompareOrdinal(one.Key.Left, other.Key.Left);
        return left != 0 ? left < 0 : string.CompareOrdinal(one.Key.Right, other.Key.Right) < 0;
    }

    private static void Merge(List<string> symbols, (string Left, string Right) pair)
    {
        for (var i = 1; i < symbols.Count; i++)
        {
            if (symbols[i - 1] != pair.Left || symbols[i] != pair.Right)
                continue;
            symbols[i - 1] = pair.Left + pair.Right;
            symbols.RemoveAt(i);
        }
    }

    private sealed record Word(List<string> Symbols, int Times);
}
