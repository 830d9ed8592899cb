using System.Text;

namespace Candor.Conversations.Overlap;

/// <summary>
/// Texts as sequences of words that can be searched: runs of letters and digits in lower case, everything else left out. A word is two
/// characters, its number in a vocabulary, so that a stretch of words is a stretch of text.
/// </summary>
internal sealed class WordSequence
{
    /// <summary>Characters of a word.</summary>
    public const int Width = 2;

    private readonly Dictionary<string, int> _vocabulary = new(StringComparer.Ordinal);

    /// <summary>A text's words, new ones taken into the vocabulary.</summary>
    public string Learn(string text) => Encode(text, word =>
    {
        if (!_vocabulary.TryGetValue(word, out var number))
            _vocabulary.Add(word, number = _vocabulary.Count + 1);
        return number;
    });

    /// <summary>A text's words; those outside the vocabulary are all the same word, which no learned text has.</summary>
    public string Read(string text) => Encode(text, word => _vocabulary.GetValueOrDefault(word));

    /// <summary>The words of a text, joined by spaces.</summary>
    public static string Normalize(string text) => string.Join(' ', Words(text));

    private static string Encode(string text, Func<string, int> number)
    {
        var sequence = new StringBuilder();
        foreach (var word in Words(text))
        {
            var value = number(word);
            sequence.Append((char)(value >> 16)).Append((char)value);
        }

        return sequence.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            if (!char.IsLetterOrDigit(text[start]))
            {
                start++;
                continue;
            }

            var end = start + 1;
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                end++;
            yield return text[start..end].ToLowerInvariant();
            start = end;
        }
    }
}
