namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Cuts a normalised text where no merge can reach across, so that words can be encoded one by one: before a space that follows another
/// character, and on both sides of a character that occurs in no longer piece (in LLaMA: digits, line ends, most Chinese).
/// </summary>
internal sealed class WordSplitter
{
    private readonly Kind[] _kinds = new Kind[char.MaxValue + 1];

    private enum Kind : byte
    {
        Alone,
        Joining,
        Space,
    }

    private WordSplitter(IEnumerable<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            foreach (var character in piece.Text)
            {
                if (piece.Text.Length > 1)
                    _kinds[character] = Kind.Joining;
            }
        }

        // Halves of characters outside the basic plane stay together.
        _kinds.AsSpan(0xD800, 0x800).Fill(Kind.Joining);
        _kinds[SentencePieceModel.Space] = Kind.Space;
    }

    /// <summary>
    /// A splitter, or null for a model in which words depend on their neighbours: a piece has a space after another character, or
    /// neighbouring unknown characters become one id.
    /// </summary>
    public static WordSplitter? For(SentencePieceModel model)
    {
        var pieces = model.Pieces.Where(p => p.Type is PieceType.Normal or PieceType.UserDefined).ToArray();
        return model.ByteFallback && !pieces.Any(p => SpaceFollowsOther(p.Text)) ? new WordSplitter(pieces) : null;
    }

    /// <summary>The length of the first word of a text that is not empty, and its hash for <see cref="WordCache"/>.</summary>
    public int FirstWord(ReadOnlySpan<char> text, out uint hash)
    {
        hash = WordCache.Hash(0, text[0]);
        var before = _kinds[text[0]];
        if (before == Kind.Alone)
            return 1;
        for (var i = 1; i < text.Length; i++)
        {
            var kind = _kinds[text[i]];
            if (kind == Kind.Alone || (kind == Kind.Space && before == Kind.Joining))
                return i;
            before = kind;
            hash = WordCache.Hash(hash, text[i]);
        }

        return text.Length;
    }

    private static bool SpaceFollowsOther(string piece) => piece.AsSpan().TrimStart(SentencePieceModel.Space).Contains(SentencePieceModel.Space);
}
