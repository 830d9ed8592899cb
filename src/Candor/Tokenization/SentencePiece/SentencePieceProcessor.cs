using System.Buffers;
using System.Runtime.InteropServices;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// A SentencePiece BPE model at work: text to ids and pieces to text, as google/sentencepiece does it. Where no piece holds a space after
/// another character (all of LLaMA's), no merge crosses from one word into the next space: words are then encoded one by one and
/// remembered. Thread-safe.
/// </summary>
internal sealed partial class SentencePieceProcessor
{
    private readonly SentencePieceModel _model;
    private readonly Dictionary<string, int> _ids;
    private readonly int[] _byteIds;
    private readonly MergeTable _merges;
    private readonly UserDefinedPieces _userDefined;
    private readonly WordCache? _cache;

    public SentencePieceProcessor(SentencePieceModel model, MergeOrder order = MergeOrder.Score)
    {
        _model = model;
        _ids = model.Pieces.Index().ToDictionary(p => p.Item.Text, p => p.Index);
        _byteIds = model.ByteFallback ? [.. Enumerable.Range(0, 256).Select(b => _ids[$"<0x{b:X2}>"])] : [];
        _merges = new MergeTable(model.Pieces, order);
        _userDefined = new UserDefinedPieces(model.Pieces);
        UnknownId = model.Pieces.Index().First(p => p.Item.Type == PieceType.Unknown).Index;
        if (!model.Pieces.Any(p => p.Type is PieceType.Normal or PieceType.UserDefined && SpaceFollowsOther(p.Text)))
            _cache = new WordCache();
    }

    /// <summary>The model's data.</summary>
    public SentencePieceModel Model => _model;

    /// <summary>Number of pieces.</summary>
    public int Count => _model.Pieces.Count;

    /// <summary>The id of the unknown piece.</summary>
    public int UnknownId { get; }

    /// <summary>The id of a piece, or null.</summary>
    public int? IdOf(string piece) => _ids.TryGetValue(piece, out var id) ? id : null;

    /// <summary>Ids of a text with the dummy prefix that the model asks for.</summary>
    public int[] Encode(string text)
    {
        var ids = new List<int>();
        Encode(text, _model.AddDummyPrefix, ids);
        return [.. ids];
    }

    /// <summary>Appends the ids of a text.</summary>
    public void Encode(ReadOnlySpan<char> text, bool addDummyPrefix, List<int> ids)
    {
        if (text.IsEmpty)
            return;
        var prefix = addDummyPrefix ? 1 : 0;
        var buffer = ArrayPool<char>.Shared.Rent(text.Length + 1);
        var normalized = buffer.AsSpan(0, text.Length + prefix);
        normalized[0] = SentencePieceModel.Space;
        text.Replace(normalized[prefix..], ' ', SentencePieceModel.Space);
        WordEncoder? encoder = null;
        if (_cache is null)
            Fresh(ref encoder).Encode(normalized, ids);
        else
            EncodeWords(normalized, _cache, ref encoder, ids);
        ArrayPool<char>.Shared.Return(buffer);
    }

    private void EncodeWords(ReadOnlySpan<char> text, WordCache cache, ref WordEncoder? encoder, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var word = text[..WordLength(text, out var hash)];
            text = text[word.Length..];
            if (word.Length > WordCache.MaxWordLength)
            {
                Fresh(ref encoder).Encode(word, ids);
            }
            else if (cache.Find(hash, word) is { } known)
            {
                ids.AddRange(known.AsSpan());
            }
            else
            {
                var before = ids.Count;
                Fresh(ref encoder).Encode(word, ids);
                cache.Add(hash, word, CollectionsMarshal.AsSpan(ids)[before..]);
            }
        }
    }

    private WordEncoder Fresh(ref WordEncoder? encoder) => encoder ??= new WordEncoder(_merges, _userDefined, _byteIds, UnknownId);

    /// <summary>Spaces, then characters up to the next space.</summary>
    private static int WordLength(ReadOnlySpan<char> text, out uint hash)
    {
        hash = 0;
        var inSpaces = true;
        for (var i = 0; i < text.Length; i++)
        {
            var isSpace = text[i] == SentencePieceModel.Space;
            if (isSpace && !inSpaces)
                return i;
            inSpaces = isSpace;
            hash = WordCache.Hash(hash, text[i]);
        }

        return text.Length;
    }

    private static bool SpaceFollowsOther(string piece) => piece.AsSpan().TrimStart(SentencePieceModel.Space).Contains(SentencePieceModel.Space);
}
