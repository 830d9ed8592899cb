using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>The model's pieces and the added tokens as one range of ids.</summary>
internal sealed class LlamaVocabulary
{
    private readonly SentencePieceModel _model;
    private readonly Dictionary<int, AddedToken> _added;

    public LlamaVocabulary(SentencePieceModel model, IReadOnlyList<AddedToken> tokens)
    {
        _model = model;
        _added = tokens.ToDictionary(t => t.Id);
        Size = Math.Max(model.Pieces.Count, tokens.Count == 0 ? 0 : tokens.Max(t => t.Id) + 1);
    }

    /// <summary>One more than the largest id.</summary>
    public int Size { get; }

    /// <summary>The added or special token of an id, or null.</summary>
    public AddedToken? TokenOf(int id) => _added.GetValueOrDefault(id);

    /// <summary>The string of an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No piece and no added token has it.</exception>
    public string TextOf(int id)
    {
        if (_added.TryGetValue(id, out var token))
            return token.Content;
        if ((uint)id >= (uint)_model.Pieces.Count)
            throw new ArgumentOutOfRangeException(nameof(id), id, $"no token has this id; the vocabulary has {Size}");
        return _model.Pieces[id].Text;
    }
}
