namespace Candor.Tokenization.SentencePiece;

/// <summary>Pieces that are cut out of the text before any merging: the longest that begins at a position is one frozen symbol.</summary>
internal sealed class UserDefinedPieces
{
    private readonly Dictionary<char, (string Text, int Id)[]> _byFirst;

    public UserDefinedPieces(IReadOnlyList<Piece> pieces)
    {
        _byFirst = pieces.Index().Where(p => p.Item.Type == PieceType.UserDefined)
            .GroupBy(p => p.Item.Text[0])
            .ToDictionary(g => g.Key, g => g.Select(p => (p.Item.Text, p.Index)).OrderByDescending(p => p.Text.Length).ToArray());
    }

    /// <summary>The id of the longest piece that <paramref name="text"/> begins with, or -1.</summary>
    public int MatchAt(ReadOnlySpan<char> text, out int length)
    {
        length = 0;
        if (_byFirst.Count == 0 || !_byFirst.TryGetValue(text[0], out var candidates))
            return -1;
        foreach (var (piece, id) in candidates)
        {
            if (text.StartsWith(piece))
            {
                length = piece.Length;
                return id;
            }
        }

        return -1;
    }
}
