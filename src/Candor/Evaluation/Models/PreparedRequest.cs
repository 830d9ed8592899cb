namespace Candor.Evaluation.Models;

/// <summary>A request as the model will see it.</summary>
/// <param name="Request">The texts.</param>
/// <param name="Ids">
/// Context and continuation ids, cut on the left to at most the model's length + 1; the last id is only ever a target. Empty for models
/// that read text.
/// </param>
/// <param name="ContinuationLength">How many ids at the end of <paramref name="Ids"/> are the continuation (at least 1; 0 for text).</param>
/// <param name="Key">
/// SHA-256 (lower-case hex) of everything that decides the answer: weights digest, ids (or texts), computing dtype. The journal's key.
/// </param>
/// <param name="IsTruncated">Whether ids were cut on the left.</param>
public sealed record PreparedRequest(LogLikelihoodRequest Request, int[] Ids, int ContinuationLength, string Key, bool IsTruncated);
