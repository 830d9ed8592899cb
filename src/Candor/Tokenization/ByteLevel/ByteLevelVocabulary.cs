namespace Candor.Tokenization.ByteLevel;

/// <summary>A byte-level BPE as plain arrays, the way a GGUF file's <c>tokenizer.ggml.*</c> has it.</summary>
public sealed record ByteLevelVocabulary
{
    /// <summary>Where it is from, for messages.</summary>
    public required string Place { get; init; }

    /// <summary>The tokens by id, with <c>Ġ</c> for a space.</summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The merges, best first: two tokens with a space between.</summary>
    public required IReadOnlyList<string> Merges { get; init; }

    /// <summary>
    /// The kind of each token, in ggml's numbers: 3 (control) and 2 (unknown) are special tokens, 4 (user-defined) added ones. Empty where
    /// none is known; then nothing is special.
    /// </summary>
    public IReadOnlyList<int> TokenTypes { get; init; } = [];

    /// <summary>The pre-tokenizer's name: <c>smollm</c>, <c>gpt-2</c> or <c>llama-bpe</c>.</summary>
    public required string? PreTokenizer { get; init; }

    /// <summary>Beginning-of-sequence id.</summary>
    public int? BosId { get; init; }

    /// <summary>End-of-sequence id.</summary>
    public int? EosId { get; init; }

    /// <summary>Padding id.</summary>
    public int? PadId { get; init; }

    /// <summary>The id that stands for the unknown. Encoding never gives it: bytes without a token vanish.</summary>
    public int? UnknownId { get; init; }

    /// <summary>Whether BOS stands before a text; null leaves it to the pre-tokenizer, as llama.cpp does (LLaMA-3: yes).</summary>
    public bool? AddsBos { get; init; }

    /// <summary>Whether EOS stands behind a text.</summary>
    public bool? AddsEos { get; init; }
}
