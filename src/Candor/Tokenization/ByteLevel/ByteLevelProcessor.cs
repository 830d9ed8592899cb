using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization.ByteLevel;

/// <summary>
/// A byte-level BPE at work: the text is cut into words, each word is spelled byte by byte and merged, and what it became is remembered.
/// Thread-safe.
/// </summary>
internal sealed class ByteLevelProcessor
{
    /// <summary>An encoder that has met a longer word is let go, with its buffers.</summary>
    private const int MaxKeptCapacity = 1 << 14;

    private const int MaxUtf8PerChar = 3;

    private readonly ByteLevelModel _model;
    private readonly MergeTable _merges;
    private readonly LongestMatch<int> _none = new([]);
    private readonly WordCache _cache = new();
    private readonly bool[] _isKept = new bool[256];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>>? _wholeWords;
    private WordEncoder? _spare;

    public ByteLevelProcessor(ByteLevelModel model)
    {
        _model = model;
        var bpe = model.Bpe;
        var characters = new List<(Rune, int)>(256);
        for (var value = 0; value < 256; value++)
        {
            var character = ByteCharacters.Of((byte)value);
            var id = bpe.Ids.TryGetValue(character.ToString(), out var known) ? known : bpe.UnknownId;
            _isKept[value] = id is not null;
            if (id is { } symbol)
                characters.Add((new Rune(character), symbol));
        }

        _merges = new MergeTable(bpe.Tokens.Count, characters, bpe.Merges);
        if (bpe.IgnoresMerges)
            _wholeWords = new Dictionary<string, int>(bpe.Ids).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The model's data.</summary>
    public ByteLevelModel Model => _model;

    /// <summary>Appends the ids of a text.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        var encoder = Interlocked.Exchange(ref _spare, null) ?? new WordEncoder(_merges, _none, byteIds: [], unknownId: -1);
        while (!text.IsEmpty)
        {
            var stretch = text[.._model.PreTokenizer.FirstStretch(text)];
            text = text[stretch.Length..];
            while (!stretch.IsEmpty)
            {
                var word = stretch[.._model.PreTokenizer.FirstWord(stretch)];
                stretch = stretch[word.Length..];
                EncodeWord(word, encoder, ids);
            }
        }

        if (encoder.Capacity <= MaxKeptCapacity)
            Volatile.Write(ref _spare, encoder);
    }

    private void EncodeWord(ReadOnlySpan<char> word, WordEncoder encoder, List<int> ids)
    {
        if (word.Length > WordCache.MaxWordLength)
        {
            MergeWord(word, encoder, ids);
            return;
        }

        uint hash = 0;
        foreach (var character in word)
            hash = WordCache.Hash(hash, character);
        if (_cache.Find(hash, word) is { } known)
        {
            ids.AddRange(known.AsSpan());
            return;
        }

        var before = ids.Count;
        MergeWord(word, encoder, ids);
        _cache.Add(hash, word, CollectionsMarshal.AsSpan(ids)[before..]);
    }

    private void MergeWord(ReadOnlySpan<char> word, WordEncoder encoder, List<int> ids)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(MaxUtf8PerChar * word.Length);
        var spelling = ArrayPool<char>.Shared.Rent(MaxUtf8PerChar * word.Length);
        var length = 0;
        var isWhole = true;
        foreach (var value in bytes.AsSpan(0, Encoding.UTF8.GetBytes(word, bytes)))
        {
            if (_isKept[value])
                spelling[length++] = ByteCharacters.Of(value);
            else
                isWhole = false;
        }

        if (isWhole && _wholeWords is { } words && words.TryGetValue(spelling.AsSpan(0, length), out var id))
            ids.Add(id);
        else
            encoder.Encode(spelling.AsSpan(0, length), ids);
        ArrayPool<char>.Shared.Return(spelling);
        ArrayPool<byte>.Shared.Return(bytes);
    }
}
