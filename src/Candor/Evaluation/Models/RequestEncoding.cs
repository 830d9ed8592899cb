namespace Candor.Evaluation.Models;

/// <summary>How a protocol's harness turned texts into token ids (spec: lm-eval's <c>_encode_pair</c> and <c>_loglikelihood_tokens</c>).</summary>
/// <param name="AddSpecialTokens">Whether the tokenizer adds its special tokens (BOS) to the whole text; 2023's harness did not.</param>
/// <param name="EmptyContext">Which token stands in for an empty context.</param>
/// <param name="FastTokenizer">Whether the harness used the fast (Rust) tokenizer's rules.</param>
public sealed record RequestEncoding(bool AddSpecialTokens, EmptyContext EmptyContext, bool FastTokenizer = true);

/// <summary>The token in place of an empty context.</summary>
public enum EmptyContext
{
    /// <summary>End of sequence, as in 2023.</summary>
    EndOfSequence,

    /// <summary>Beginning of sequence, as in 0.4.13.</summary>
    BeginningOfSequence,
}
