using System.Runtime.InteropServices;

namespace Candor.Tokenization;

/// <summary>
/// Text of a growing sequence of ids, piece by piece: what a reader may be shown after each token. A character whose bytes are not all
/// there yet (the text ends in U+FFFD) is held back. The pieces and the rest together are what <see cref="ITokenizer.Decode"/> gives.
/// </summary>
/// <param name="tokenizer">Decodes the ids.</param>
/// <param name="skipSpecialTokens">Whether special tokens are left out.</param>
public sealed class StreamDecoder(ITokenizer tokenizer, bool skipSpecialTokens = true)
{
    private const char Unfinished = '\uFFFD';
    private const int MaxWindow = 32;
    private const int KeptWindow = 8;

    private readonly List<int> _window = [];
    private string _shown = "";

    /// <summary>Takes the next id and gives the text that may be shown now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is outside the vocabulary.</exception>
    public string Push(int id)
    {
        _window.Add(id);
        var text = Decode(0);
        if (text.EndsWith(Unfinished))
            return "";
        var fresh = Fresh(text);
        _shown = text;
        if (_window.Count >= MaxWindow)
            Shorten();
        return fresh;
    }

    /// <summary>Gives what is still held back, and starts anew.</summary>
    public string Finish()
    {
        var rest = Fresh(Decode(0));
        _window.Clear();
        _shown = "";
        return rest;
    }

    private string Fresh(string text) => text[Math.Min(_shown.Length, text.Length)..];

    private string Decode(int start) => tokenizer.Decode(CollectionsMarshal.AsSpan(_window)[start..], skipSpecialTokens);

    /// <summary>
    /// Forgets old ids, so that a long stream costs no more per token than a short one. What remains must begin with a token that shows
    /// text by itself: else the next token would lose its space as the first of a text does, or bytes would be torn apart.
    /// </summary>
    private void Shorten()
    {
        for (var start = _window.Count - KeptWindow; start > 0; start--)
        {
            var first = tokenizer.Decode([_window[start]], skipSpecialTokens);
            if (first.Length == 0 || first.Contains(Unfinished))
                continue;
            _shown = Decode(start);
            _window.RemoveRange(0, start);
            return;
        }
    }
}
