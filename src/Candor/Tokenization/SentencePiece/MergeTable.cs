using System.Text;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Every pair of symbols that joins into a piece, with the rank of that join. A symbol is a piece id, or, from the vocabulary's size on,
/// a character that occurs inside pieces without being one.
/// </summary>
internal sealed class MergeTable
{
    // A tuple's hash is seeded anew in each process; that of a packed long, the exclusive or of its halves, collides in many pairs.
    private readonly Dictionary<(int Left, int Right), Merge> _merges = [];
    private readonly Dictionary<int, int> _symbolOfCharacter = [];
    private readonly int[] _symbolOfAscii = new int[128];
    private readonly int _pieceCount;

    /// <summary>A join's result, and its place in the order of joins (lower first).</summary>
    public readonly record struct Merge(int Result, int Rank);

    /// <summary>An entry of a list of merges: two symbols and the piece that they join to.</summary>
    public readonly record struct Entry(int Left, int Right, int Result);

    private readonly record struct Candidate(int Left, int Right, int LeftLength, int RightLength, int Result);

    public MergeTable(IReadOnlyList<Piece> pieces, MergeOrder order)
    {
        _pieceCount = pieces.Count;
        var symbols = Symbols(pieces, order);
        FillAscii();
        var candidates = Candidates(pieces, symbols);
        var sorted = Sort(candidates, pieces, order);
        var rank = -1;
        for (var i = 0; i < sorted.Length; i++)
        {
            // Equal scores are equal ranks, so that the leftmost wins; a list of merges has no equals.
            if (i == 0 || order != MergeOrder.Score || pieces[sorted[i].Result].Score < pieces[sorted[i - 1].Result].Score)
                rank++;
            _merges[(sorted[i].Left, sorted[i].Right)] = new Merge(sorted[i].Result, rank);
        }
    }

    /// <summary>A table for merges that are listed, best first; of equal pairs the last counts.</summary>
    /// <param name="pieceCount">Number of pieces; every symbol is one.</param>
    /// <param name="characters">The symbols of characters.</param>
    /// <param name="merges">The list.</param>
    public MergeTable(int pieceCount, IEnumerable<(Rune Character, int Symbol)> characters, IReadOnlyList<Entry> merges)
    {
        _pieceCount = pieceCount;
        foreach (var (character, symbol) in characters)
            _symbolOfCharacter[character.Value] = symbol;
        FillAscii();
        _merges.EnsureCapacity(merges.Count);
        foreach (var (rank, merge) in merges.Index())
            _merges[(merge.Left, merge.Right)] = new Merge(merge.Result, rank);
    }

    /// <summary>The symbol of a character, or -1 where no piece contains it.</summary>
    public int SymbolOf(Rune character) =>
        character.IsAscii ? _symbolOfAscii[character.Value] : _symbolOfCharacter.GetValueOrDefault(character.Value, -1);

    /// <summary>Whether a symbol is a piece.</summary>
    public bool IsPiece(int symbol) => (uint)symbol < (uint)_pieceCount;

    /// <summary>Looks up what two neighbours join to.</summary>
    public bool TryGet(int left, int right, out Merge merge) => _merges.TryGetValue((left, right), out merge);

    private static bool Joins(Piece piece) => piece.Type is PieceType.Normal or PieceType.UserDefined;

    private void FillAscii()
    {
        for (var character = 0; character < _symbolOfAscii.Length; character++)
            _symbolOfAscii[character] = _symbolOfCharacter.GetValueOrDefault(character, -1);
    }

    private Dictionary<string, int> Symbols(IReadOnlyList<Piece> pieces, MergeOrder order)
    {
        var symbols = new Dictionary<string, int>(pieces.Count);
        for (var id = 0; id < pieces.Count; id++)
        {
            if (Joins(pieces[id]))
                symbols.Add(pieces[id].Text, id);
        }

        var next = pieces.Count;
        foreach (var piece in pieces.Where(Joins))
        {
            foreach (var rune in piece.Text.EnumerateRunes())
            {
                if (_symbolOfCharacter.ContainsKey(rune.Value))
                    continue;
                var text = rune.ToString();
                if (!symbols.TryGetValue(text, out var symbol))
                {
                    if (order != MergeOrder.Score)
                        continue;
                    symbols.Add(text, symbol = next++);
                }

                _symbolOfCharacter.Add(rune.Value, symbol);
            }
        }

        return symbols;
    }

    private static List<Candidate> Candidates(IReadOnlyList<Piece> pieces, Dictionary<string, int> symbols)
    {
        var lookup = symbols.GetAlternateLookup<ReadOnlySpan<char>>();
        var candidates = new List<Candidate>(2 * pieces.Count);
        for (var id = 0; id < pieces.Count; id++)
        {
            if (!Joins(pieces[id]))
                continue;
            var text = pieces[id].Text.AsSpan();
            for (var cut = 1; cut < text.Length; cut++)
            {
                if (lookup.TryGetValue(text[..cut], out var left) && lookup.TryGetValue(text[cut..], out var right))
                    candidates.Add(new Candidate(left, right, Characters(text[..cut]), Characters(text[cut..]), id));
            }
        }

        return candidates;
    }

    private static int Characters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static Candidate[] Sort(List<Candidate> candidates, IReadOnlyList<Piece> pieces, MergeOrder order) => order switch
    {
        MergeOrder.Score => [.. candidates.OrderByDescending(c => pieces[c.Result].Score)],
        MergeOrder.ScoreThenParts =>
        [
            .. candidates.OrderByDescending(c => pieces[c.Result].Score).ThenByDescending(c => c.LeftLength).ThenByDescending(c => c.RightLength)
                .ThenBy(c => c.Result),
        ],
        _ => [.. candidates.OrderBy(c => c.Result).ThenBy(c => c.LeftLength).ThenBy(c => c.RightLength)],
    };
}
