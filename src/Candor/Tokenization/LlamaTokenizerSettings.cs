namespace Candor.Tokenization;

/// <summary>What a LLaMA folder's JSON files say about its tokenizer.</summary>
internal sealed record LlamaTokenizerSettings
{
    /// <summary>Added and special tokens, in the order of their ids.</summary>
    public required IReadOnlyList<AddedToken> Tokens { get; init; }

    public required int? BosId { get; init; }

    public required int? EosId { get; init; }

    public required int? PadId { get; init; }

    /// <summary>The content of the unknown token.</summary>
    public required string UnknownToken { get; init; }

    public required bool AddsBos { get; init; }

    public required bool AddsEos { get; init; }

    /// <summary>Whether each stretch between added tokens gets a space of its own before it.</summary>
    public required bool IsLegacy { get; init; }

    /// <summary>Whether the folder is read as transformers 4.34 and later read it, rather than as 4.31 does.</summary>
    public required bool IsModernReading { get; init; }

    public required bool AddsPrefixSpace { get; init; }

    /// <summary>Whether decoding removes the spaces before punctuation and contractions.</summary>
    public required bool CleansUpSpaces { get; init; }

    /// <summary>Ids around a text, as build_inputs_with_special_tokens puts them.</summary>
    public void Begin(List<int> ids)
    {
        if (AddsBos && BosId is { } bos)
            ids.Add(bos);
    }

    /// <inheritdoc cref="Begin" />
    public void End(List<int> ids)
    {
        if (AddsEos && EosId is { } eos)
            ids.Add(eos);
    }

    /// <summary><c>clean_up_tokenization</c>, where asked for.</summary>
    public string CleanUp(string text) => !CleansUpSpaces ? text : text
        .Replace(" .", ".", StringComparison.Ordinal).Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal).Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal).Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal).Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal).Replace(" 're", "'re", StringComparison.Ordinal);
}
