using System.Text;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// Byte-pair encoding of one stretch of text: characters joined pair by pair, best rank first, then leftmost. Short stretches by looking
/// for the best pair each time, long ones through a queue: O(n log n). Not thread-safe; the buffers are kept between calls.
/// </summary>
/// <param name="merges">What joins.</param>
/// <param name="userDefined">Pieces that are cut out before any merging: the longest that begins at a place is one frozen symbol.</param>
/// <param name="byteIds">The ids of the 256 bytes, or none where unknown characters become the unknown id.</param>
/// <param name="unknownId">The unknown id.</param>
internal sealed class WordEncoder(MergeTable merges, LongestMatch<int> userDefined, int[] byteIds, int unknownId)
{
    /// <summary>Up to so many symbols a scan of the neighbours beats a queue.</summary>
    private const int MaxScanned = 64;

    private const int None = -1;
    private const int NoRank = int.MaxValue;

    private readonly PriorityQueue<Join, long> _queue = new();
    private Symbol[] _symbols = new Symbol[MaxScanned];
    private int _count;

    /// <summary>
    /// A stretch of the text: its symbol (-1: a character in no piece, or a frozen piece), neighbours and extent. Scanning keeps the
    /// symbols side by side, with what each joins to with its right neighbour.
    /// </summary>
    private struct Symbol
    {
        public int Id;
        public int Frozen;
        public int Previous;
        public int Next;
        public int Start;
        public int Length;
        public MergeTable.Merge Join;
    }

    private readonly record struct Join(int Left, int Right, int LeftId, int RightId, int Result);

    /// <summary>How many symbols the buffers hold.</summary>
    public int Capacity => _symbols.Length;

    /// <summary>Appends the ids of <paramref name="text"/>, in which spaces are already U+2581.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        Split(text);
        if (_count <= MaxScanned)
            MergeByScan();
        else
            MergeByQueue();
        Emit(text, ids);
    }

    private void Split(ReadOnlySpan<char> text)
    {
        _count = 0;
        if (_symbols.Length < text.Length)
            _symbols = new Symbol[text.Length];
        for (var start = 0; start < text.Length;)
        {
            ref var symbol = ref _symbols[_count];
            symbol.Id = None;
            if (!userDefined.TryFind(text[start..], out symbol.Frozen, out var length))
            {
                symbol.Frozen = None;
                // A lone surrogate reads as U+FFFD and one unit.
                Rune.DecodeFromUtf16(text[start..], out var rune, out length);
                symbol.Id = merges.SymbolOf(rune);
            }

            (symbol.Start, symbol.Length) = (start, length);
            (symbol.Previous, symbol.Next) = (_count - 1, _count + 1);
            start += length;
            _count++;
        }

        if (_count > 0)
            _symbols[_count - 1].Next = None;
    }

    private void MergeByScan()
    {
        for (var i = 0; i < _count; i++)
            FindJoin(i);
        while (BestJoin() is var left && left != None)
        {
            ref var symbol = ref _symbols[left];
            symbol.Id = symbol.Join.Result;
            symbol.Length += _symbols[left + 1].Length;
            _symbols.AsSpan(left + 2, _count - left - 2).CopyTo(_symbols.AsSpan(left + 1));
            _count--;
            FindJoin(left);
            if (left > 0)
                FindJoin(left - 1);
        }

        for (var i = 0; i < _count; i++)
            _symbols[i].Next = i + 1 < _count ? i + 1 : None;
    }

    private void FindJoin(int left)
    {
        ref var symbol = ref _symbols[left];
        if (left + 1 == _count || symbol.Id == None || _symbols[left + 1].Id == None || !merges.TryGet(symbol.Id, _symbols[left + 1].Id, out symbol.Join))
            symbol.Join = new MergeTable.Merge(None, NoRank);
    }

    private int BestJoin()
    {
        var (best, rank) = (None, NoRank);
        for (var i = 0; i < _count; i++)
        {
            if (_symbols[i].Join.Rank < rank)
                (best, rank) = (i, _symbols[i].Join.Rank);
        }

        return best;
    }

    private void MergeByQueue()
    {
        for (var left = 0; left + 1 < _count; left++)
            Offer(left, left + 1);
        while (_queue.TryDequeue(out var join, out _))
            Apply(join);
    }

    private void Offer(int left, int right)
    {
        if (left == None || right == None)
            return;
        var (leftId, rightId) = (_symbols[left].Id, _symbols[right].Id);
        if (leftId != None && rightId != None && merges.TryGet(leftId, rightId, out var merge))
            _queue.Enqueue(new Join(left, right, leftId, rightId, merge.Result), ((long)merge.Rank << 32) | (uint)left);
    }

    private void Apply(Join join)
    {
        ref var left = ref _symbols[join.Left];
        ref var right = ref _symbols[join.Right];
        // Stale: one of the two has been joined to something else meanwhile.
        if (left.Id != join.LeftId || right.Id != join.RightId || left.Next != join.Right)
            return;
        left.Id = join.Result;
        left.Length += right.Length;
        left.Next = right.Next;
        right.Id = None;
        if (left.Next != None)
            _symbols[left.Next].Previous = join.Left;
        Offer(left.Previous, join.Left);
        Offer(join.Left, left.Next);
    }

    private void Emit(ReadOnlySpan<char> text, List<int> ids)
    {
        var afterUnknown = false;
        for (var i = _count > 0 ? 0 : None; i != None; i = _symbols[i].Next)
        {
            ref readonly var symbol = ref _symbols[i];
            var known = symbol.Frozen != None || merges.IsPiece(symbol.Id);
            if (known)
                ids.Add(symbol.Frozen != None ? symbol.Frozen : symbol.Id);
            else if (byteIds.Length > 0)
                EmitBytes(text.Slice(symbol.Start, symbol.Length), ids);
            else if (!afterUnknown)
                ids.Add(unknownId);
            afterUnknown = !known;
        }
    }

    private void EmitBytes(ReadOnlySpan<char> character, List<int> ids)
    {
        Rune.DecodeFromUtf16(character, out var rune, out _);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            ids.Add(byteIds[value]);
    }
}
