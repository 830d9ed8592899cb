namespace Candor.Tokenization.SentencePiece;

/// <summary>Which of two possible merges comes first; the leftmost of equals always wins.</summary>
internal enum MergeOrder
{
    /// <summary>SentencePiece itself: the merge whose result has the higher score.</summary>
    Score,

    /// <summary>
    /// The list that transformers 4.x derives from scores: then the longer left part, the longer right part, the lower ids. Parts that
    /// are no pieces of their own cannot be merged.
    /// </summary>
    ScoreThenParts,

    /// <summary>The list that transformers 5 derives: the lower id of the result, the shorter left part, the shorter right part.</summary>
    Id,
}
