using System.Buffers;

namespace Candor.Tokenization;

/// <summary>Cuts a text at added tokens: the leftmost first, the longest where several begin at one place.</summary>
internal sealed class AddedTokenSplitter
{
    private readonly LongestMatch<AddedToken> _tokens;
    private readonly SearchValues<string>? _search;
    private readonly bool _stripsSeparators;

    /// <summary>Creates a splitter that finds each token by its content.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="stripsSeparators">Whether white space is what Python's <c>str.strip</c> strips, or else Unicode's.</param>
    public AddedTokenSplitter(IEnumerable<AddedToken> tokens, bool stripsSeparators = true) : this(tokens.Select(t => (t.Content, t))) =>
        _stripsSeparators = stripsSeparators;

    /// <summary>Creates a splitter that finds each token by a text of its own.</summary>
    public AddedTokenSplitter(IEnumerable<(string Text, AddedToken Token)> tokens)
    {
        _stripsSeparators = true;
        _tokens = new LongestMatch<AddedToken>(tokens);
        if (!IsEmpty)
            _search = SearchValues.Create([.. _tokens.Texts], StringComparison.Ordinal);
    }

    /// <summary>Whether there is nothing to cut at.</summary>
    public bool IsEmpty => _tokens.Texts.Count == 0;

    /// <summary>A stretch of text, or the token that stands there.</summary>
    public readonly record struct Part(int Start, int Length, AddedToken? Token);

    /// <summary>
    /// The parts in order, white space beside stripping tokens already taken away; stretches left without text are dropped.
    /// </summary>
    public List<Part> Split(ReadOnlySpan<char> text)
    {
        var parts = new List<Part>();
        var start = 0;
        AddedToken? before = null;
        while (start <= text.Length)
        {
            var offset = _search is null ? -1 : text[start..].IndexOfAny(_search);
            var end = offset < 0 ? text.Length : start + offset;
            var (token, length) = (default(AddedToken), 0);
            if (offset >= 0)
                _tokens.TryFind(text[end..], out token, out length);
            AddText(parts, text, start, end, before, token);
            if (token is null)
                break;
            parts.Add(new Part(end, length, token));
            (start, before) = (end + length, token);
        }

        return parts;
    }

    private void AddText(List<Part> parts, ReadOnlySpan<char> text, int start, int end, AddedToken? before, AddedToken? after)
    {
        if (before is { StripsRight: true })
        {
            while (start < end && IsSpace(text[start]))
                start++;
        }

        if (after is { StripsLeft: true })
        {
            while (end > start && IsSpace(text[end - 1]))
                end--;
        }

        if (end > start)
            parts.Add(new Part(start, end - start, null));
    }

    /// <summary>Python counts the four information separators as white space.</summary>
    private bool IsSpace(char character) => char.IsWhiteSpace(character) || (_stripsSeparators && character is >= '\x1c' and <= '\x1f');
}
