using System.Runtime.InteropServices;
using System.Text;

namespace Candor.Tokenization.ByteLevel;

/// <summary>
/// Byte-level BPE as Hugging Face's tokenizers library runs it: the text is cut at added tokens, those found in the text as written before
/// those found in the normalised text (which here is the same), and the rest is merged word by word. Thread-safe.
/// </summary>
internal sealed class ByteLevelTokenizer : IExtendableTokenizer
{
    private readonly ByteLevelProcessor _processor;
    private readonly ByteLevelSettings _settings;
    private readonly AddedTokenSplitter _asWritten;
    private readonly AddedTokenSplitter _normalized;
    private readonly Dictionary<int, AddedToken> _added;
    private readonly Dictionary<string, int> _addedIds;

    public ByteLevelTokenizer(ByteLevelProcessor processor, ByteLevelSettings settings)
    {
        _processor = processor;
        _settings = settings;
        _asWritten = new AddedTokenSplitter(settings.Tokens.Where(t => !t.IsNormalized), stripsSeparators: false);
        _normalized = new AddedTokenSplitter(settings.Tokens.Where(t => t.IsNormalized), stripsSeparators: false);
        _added = settings.Tokens.ToDictionary(t => t.Id);
        _addedIds = settings.Tokens.ToDictionary(t => t.Content, t => t.Id);
        VocabularySize = Math.Max(processor.Model.Bpe.Tokens.Count, settings.Tokens.Count == 0 ? 0 : settings.Tokens.Max(t => t.Id) + 1);
        Digest = TokenizerDigest.Compute(processor.Model, settings);
    }

    /// <inheritdoc />
    public int VocabularySize { get; }

    /// <inheritdoc />
    public int? BosId => _settings.BosId;

    /// <inheritdoc />
    public int? EosId => _settings.EosId;

    /// <inheritdoc />
    public int? PadId => _settings.PadId;

    /// <inheritdoc />
    public int? UnknownId => _settings.UnknownId;

    /// <inheritdoc />
    public string Digest { get; }

    /// <inheritdoc />
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3 + 4);
        if (addSpecialTokens)
            ids.AddRange(_settings.Prefix);
        foreach (var part in _asWritten.Split(text))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                EncodeNormalized(text.AsSpan(part.Start, part.Length), ids);
        }

        if (addSpecialTokens)
            ids.AddRange(_settings.Suffix);
        return [.. ids];
    }

    /// <inheritdoc />
    /// <remarks>
    /// Spaces before punctuation stay, whatever <c>clean_up_tokenization_spaces</c> says: transformers 5 ignores it for BPE, since text
    /// would not come back as it was.
    /// </remarks>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var bytes = new List<byte>(4 * ids.Length);
        foreach (var id in ids)
        {
            var token = _added.GetValueOrDefault(id);
            if (token is null && (uint)id >= (uint)_processor.Model.Bpe.Tokens.Count)
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"no token has this id; the vocabulary has {VocabularySize}");
            if (!skipSpecialTokens || token is not { IsSpecial: true })
                ByteCharacters.AppendBytes(token?.Content ?? _processor.Model.Bpe.Tokens[id], bytes);
        }

        return Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(bytes));
    }

    /// <inheritdoc />
    public int? IdOf(string token)
    {
        if (_addedIds.TryGetValue(token, out var added))
            return added;
        return _processor.Model.Bpe.Ids.TryGetValue(token, out var id) ? id : null;
    }

    /// <inheritdoc />
    /// <remarks>Unlike the slow tokenizers, these strip no white space around plain strings.</remarks>
    public IExtendableTokenizer WithTokens(IReadOnlyList<string> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        string[] fresh = [.. contents.Distinct().Where(content => IdOf(content) is null)];
        if (fresh.Length == 0)
            return this;
        var tokens = fresh.Select((content, index) => new AddedToken
        {
            Content = content,
            Id = VocabularySize + index,
            IsSpecial = false,
            IsNormalized = true,
            IsOutsideModel = true,
        });
        return new ByteLevelTokenizer(_processor, _settings with { Tokens = [.. _settings.Tokens, .. tokens] });
    }

    private void EncodeNormalized(ReadOnlySpan<char> text, List<int> ids)
    {
        if (_normalized.IsEmpty)
        {
            _processor.Encode(text, ids);
            return;
        }

        foreach (var part in _normalized.Split(text))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                _processor.Encode(text.Slice(part.Start, part.Length), ids);
        }
    }
}
