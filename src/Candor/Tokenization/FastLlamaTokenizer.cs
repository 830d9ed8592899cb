using System.Text;
using System.Text.Unicode;
using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>
/// LlamaTokenizerFast as transformers makes it from tokenizer.model: special tokens are found in the text as written, normalised added
/// tokens in the text with its spaces marked, and the rest is merged by a ranked list. Decoding replaces every byte of an invalid run.
/// Thread-safe.
/// </summary>
internal sealed class FastLlamaTokenizer : ITokenizer
{
    private readonly SentencePieceProcessor _pieces;
    private readonly LlamaTokenizerSettings _settings;
    private readonly LlamaVocabulary _vocabulary;
    private readonly AddedTokenSplitter _asWritten;
    private readonly AddedTokenSplitter _normalized;
    private readonly string _prefix;
    private readonly bool _isMetaspace;

    public FastLlamaTokenizer(SentencePieceModel model, LlamaTokenizerSettings settings, TokenizerRules rules)
        : this(
            new SentencePieceProcessor(model, rules == TokenizerRules.Transformers5 ? MergeOrder.Id : MergeOrder.ScoreThenParts),
            settings,
            isMetaspace: rules == TokenizerRules.Transformers5 || !settings.IsLegacy,
            TokenizerDigest.Compute(model, settings, rules))
    {
    }

    /// <summary>A tokenizer whose merges are already made.</summary>
    /// <param name="pieces">Pieces and merges.</param>
    /// <param name="settings">What stands around them.</param>
    /// <param name="isMetaspace">Whether the space is put before a text only where none stands.</param>
    /// <param name="digest">Its <see cref="ITokenizer.Digest"/>.</param>
    public FastLlamaTokenizer(SentencePieceProcessor pieces, LlamaTokenizerSettings settings, bool isMetaspace, string digest)
    {
        _settings = settings;
        _isMetaspace = isMetaspace;
        _pieces = pieces;
        Digest = digest;
        _vocabulary = new LlamaVocabulary(pieces.Model, settings.Tokens);
        _prefix = settings.AddsPrefixSpace ? SentencePieceModel.Space.ToString() : "";
        var normalized = settings.Tokens.Where(t => t.IsNormalized && !_isMetaspace).ToArray();
        _asWritten = new AddedTokenSplitter(settings.Tokens.Except(normalized));
        _normalized = new AddedTokenSplitter(
            normalized.Select(t => (Text: _prefix + t.Content.Replace(' ', SentencePieceModel.Space), t)).DistinctBy(t => t.Text));
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
        foreach (var part in _asWritten.Split(text))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                EncodeStretch(text.AsSpan(part.Start, part.Length), isFirst: part.Start == 0, ids);
        }

        if (addSpecialTokens)
            _settings.End(ids);
        return [.. ids];
    }

    /// <inheritdoc />
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false)
    {
        var text = new StringBuilder();
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            var piece = _vocabulary.TextOf(id);
            if (skipSpecialTokens && _vocabulary.TokenOf(id) is { IsSpecial: true })
                continue;
            if (SentencePieceModelReader.ByteValue(piece) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            AppendBytes(text, bytes);
            text.Append(piece.Replace(SentencePieceModel.Space, ' '));
        }

        AppendBytes(text, bytes);
        if (text.Length > 0 && text[0] == ' ' && _settings.AddsPrefixSpace)
            text.Remove(0, 1);
        return _settings.CleanUp(text.ToString());
    }

    private void EncodeStretch(ReadOnlySpan<char> text, bool isFirst, List<int> ids)
    {
        if (_isMetaspace)
        {
            // Once, at the start of the text (legacy: of every stretch), and only where no space stands there already.
            var wantsSpace = _settings.AddsPrefixSpace && (isFirst || _settings.IsLegacy) && text[0] is not (' ' or SentencePieceModel.Space);
            _pieces.Encode(text, wantsSpace, ids);
            return;
        }

        if (_normalized.IsEmpty)
        {
            _pieces.Encode(text, addDummyPrefix: _settings.AddsPrefixSpace, ids);
            return;
        }

        var normalized = string.Concat(_prefix, text).Replace(' ', SentencePieceModel.Space);
        foreach (var part in _normalized.Split(normalized))
        {
            if (part.Token is { } token)
                ids.Add(token.Id);
            else
                _pieces.Encode(normalized.AsSpan(part.Start, part.Length), addDummyPrefix: false, ids);
        }
    }

    /// <summary>A run of byte pieces: its text if it is valid as a whole, else U+FFFD for each byte.</summary>
    private static void AppendBytes(StringBuilder text, List<byte> bytes)
    {
        if (bytes.Count == 0)
            return;
        var run = bytes.ToArray();
        if (Utf8.IsValid(run))
            text.Append(Encoding.UTF8.GetString(run));
        else
            text.Append('\uFFFD', run.Length);
        bytes.Clear();
    }
}
