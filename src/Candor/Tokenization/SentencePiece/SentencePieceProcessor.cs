using System.Buffers;
using System.Runtime.InteropServices;

namespace Candor.Tokenization.SentencePiece;

/// <summary>
/// A SentencePiece BPE model at work: text to ids and pieces to text, as google/sentencepiece does it. Where the vocabulary allows
/// (all of LLaMA's do), words are encoded one by one and remembered. Thread-safe.
/// </summary>
internal sealed partial class SentencePieceProcessor
{
    /// <summary>An encoder that has met a longer stretch is let go, with its buffers.</summary>
    private const int MaxKeptCapacity = 1 << 14;

    private readonly SentencePieceModel _model;
    private readonly Dictionary<string, int> _ids;
    private readonly int[] _byteIds;
    private readonly MergeTable _merges;
    private readonly LongestMatch<int> _userDefined;
    private readonly WordSplitter? _splitter;
    private readonly WordCache _cache = new();
    private WordEncoder? _spare;

    public SentencePieceProcessor(SentencePieceModel model, MergeOrder order = MergeOrder.Score)
        : this(model, new MergeTable(model.Pieces, order))
    {
    }

    /// <summary>A processor whose merges do not follow from the pieces.</summary>
    public SentencePieceProcessor(SentencePieceModel model, MergeTable merges)
    {
        _model = model;
        _ids = model.Pieces.Index().ToDictionary(p => p.Item.Text, p => p.Index);
        _byteIds = model.ByteFallback ? [.. Enumerable.Range(0, 256).Select(b => _ids[$"<0x{b:X2}>"])] : [];
        _merges = merges;
        _userDefined = new LongestMatch<int>(model.Pieces.Index().Where(p => p.Item.Type == PieceType.UserDefined).Select(p => (p.Item.Text, p.Index)));
        UnknownId = model.Pieces.Index().First(p => p.Item.Type == PieceType.Unknown).Index;
        _splitter = WordSplitter.For(model);
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
        var encoder = Interlocked.Exchange(ref _spare, null) ?? new WordEncoder(_merges, _userDefined, _byteIds, UnknownId);
        if (_splitter is null)
            encoder.Encode(normalized, ids);
        else
            EncodeWords(normalized, _splitter, encoder, ids);
        if (encoder.Capacity <= MaxKeptCapacity)
            Volatile.Write(ref _spare, encoder);
        ArrayPool<char>.Shared.Return(buffer);
    }

    private void EncodeWords(ReadOnlySpan<char> text, WordSplitter splitter, WordEncoder encoder, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var word = text[..splitter.FirstWord(text, out var hash)];
            text = text[word.Length..];
            if (word.Length > WordCache.MaxWordLength)
            {
                encoder.Encode(word, ids);
            }
            else if (_cache.Find(hash, word) is { } known)
            {
                ids.AddRange(known.AsSpan());
            }
            else
            {
                var before = ids.Count;
                encoder.Encode(word, ids);
                _cache.Add(hash, word, CollectionsMarshal.AsSpan(ids)[before..]);
            }
        }
    }
}
