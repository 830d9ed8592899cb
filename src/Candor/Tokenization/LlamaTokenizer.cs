using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>
/// Hugging Face's slow LlamaTokenizer: the text is cut at added tokens, and every stretch between them goes through SentencePiece by
/// itself. Follows transformers 4.31 (legacy) and 4.46 (legacy or not), as <see cref="LlamaTokenizerSettings"/> says. Thread-safe.
/// </summary>
internal sealed partial class LlamaTokenizer : IExtendableTokenizer
{
    private readonly SentencePieceModel _model;
    private readonly SentencePieceProcessor _pieces;
    private readonly LlamaTokenizerSettings _settings;
    private readonly LlamaVocabulary _vocabulary;
    private readonly AddedTokenSplitter _splitter;
    private readonly int? _spaceId;
    private readonly int _unknownTokenLength;

    public LlamaTokenizer(SentencePieceModel model, LlamaTokenizerSettings settings)
    {
        // Without legacy, transformers clears add_dummy_prefix in the model, for encoding and decoding alike.
        _pieces = new SentencePieceProcessor(settings.IsLegacy ? model : model with { AddDummyPrefix = false });
        _model = model;
        _settings = settings;
        _vocabulary = new LlamaVocabulary(model, settings.Tokens);
        _splitter = new AddedTokenSplitter(settings.Tokens);
        _spaceId = _pieces.IdOf(SentencePieceModel.Space.ToString());
        _unknownTokenLength = _pieces.Encode(settings.UnknownToken).Length;
        Digest = TokenizerDigest.Compute(model, settings, TokenizerRules.Stored);
    }

    /// <inheritdoc />
    public int VocabularySize => _vocabulary.Size;

    /// <inheritdoc />
    public int? BosId => _settings.BosId;

    /// <inheritdoc />
    public int? EosId => _settings.EosId;

    /// <inheritdoc />
    public string Digest { get; }

    /// <inheritdoc />
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ids = new List<int>(text.Length / 3 + 4);
        if (addSpecialTokens)
            _settings.Begin(ids);
        if (_settings.IsLegacy || text.Length == 0)
            EncodeLegacy(text, ids);
        else
            EncodeModern(text, ids);
        if (addSpecialTokens)
            _settings.End(ids);
        return [.. ids];
    }

    private void EncodeLegacy(string text, List<int> ids)
    {
        foreach (var part in _splitter.Split(text))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                _pieces.Encode(text.AsSpan(part.Start, part.Length), addDummyPrefix: _pieces.Model.AddDummyPrefix, ids);
        }
    }

    /// <summary>One space before the whole text, none after special tokens.</summary>
    private void EncodeModern(string text, List<int> ids)
    {
        var first = ids.Count;
        text = text.Replace(SentencePieceModel.Space, ' ');
        if (_settings.AddsPrefixSpace)
            text = SentencePieceModel.Space + text;
        foreach (var part in _splitter.Split(text))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                EncodeModernStretch(text.AsSpan(part.Start, part.Length), ids);
        }

        if (ids.Count > first + 1 && ids[first] == _spaceId && _vocabulary.TokenOf(ids[first + 1]) is { IsSpecial: true })
            ids.RemoveAt(first);
    }

    /// <summary>
    /// A stretch that begins with a space is encoded behind the unknown token's text, whose ids are then dropped, so that the model
    /// cannot take the space for its own prefix.
    /// </summary>
    private void EncodeModernStretch(ReadOnlySpan<char> text, List<int> ids)
    {
        if (text[0] is not (SentencePieceModel.Space or ' '))
        {
            _pieces.Encode(text, addDummyPrefix: false, ids);
            return;
        }

        var start = ids.Count;
        _pieces.Encode(string.Concat(_settings.UnknownToken, text), addDummyPrefix: false, ids);
        if (ids.Count - start >= _unknownTokenLength)
            ids.RemoveRange(start, _unknownTokenLength);
    }
}
