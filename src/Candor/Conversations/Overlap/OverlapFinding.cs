namespace Candor.Conversations.Overlap;

/// <summary>A benchmark document found in a training row.</summary>
/// <param name="Number">0-based number of the document.</param>
/// <param name="Place">The first row that has it.</param>
/// <param name="What">The words that both have, or the picture's name.</param>
public sealed record OverlapFinding(int Number, RowPlace Place, string What);
