using Candor.Tokenization.SentencePiece;

namespace Candor.Tokenization;

/// <summary>A byte-pair encoding given as tokens and a list of merges: tokenizer.json's <c>model</c>, or a GGUF file's arrays.</summary>
internal sealed record BpeModel
{
    /// <summary>The tokens by id.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The ids by token.</summary>
    public required IReadOnlyDictionary<string, int> Ids { get; init; }

    /// <summary>The merges, best first.</summary>
    public required IReadOnlyList<MergeTable.Entry> Merges { get; init; }

    /// <summary>The id of characters that no token covers; null drops them before merging.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether neighbouring unknown characters are one id.</summary>
    public bool FusesUnknown { get; init; }

    /// <summary>Whether unknown characters become byte tokens.</summary>
    public bool HasByteFallback { get; init; }

    /// <summary>Whether a word that is a token is not merged at all (LLaMA-3).</summary>
    public bool IgnoresMerges { get; init; }
}
