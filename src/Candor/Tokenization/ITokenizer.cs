namespace Candor.Tokenization;

/// <summary>Text to token ids and back, exactly as the reference tokenizer of the checkpoint does it.</summary>
public interface ITokenizer
{
    /// <summary>Number of ids, added tokens included.</summary>
    int VocabularySize { get; }

    /// <summary>The beginning-of-sequence id, if there is one.</summary>
    int? BosId { get; }

    /// <summary>The end-of-sequence id, if there is one.</summary>
    int? EosId { get; }

    /// <summary>SHA-256 (lower-case hex) of what decides the ids: vocabulary, scores or merges, added tokens, behaviour.</summary>
    string Digest { get; }

    /// <summary>Token ids of a text.</summary>
    /// <param name="text">Any text; unpaired surrogates are read as U+FFFD.</param>
    /// <param name="addSpecialTokens">Whether BOS and EOS are added as the tokenizer's configuration says.</param>
    int[] Encode(string text, bool addSpecialTokens = true);

    /// <summary>Text of token ids.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    string Decode(ReadOnlySpan<int> ids, bool skipSpecialTokens = false);
}
