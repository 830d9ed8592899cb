namespace Candor.Conversations.Auditing;

/// <summary>Lengths of texts, in UTF-16 characters.</summary>
/// <param name="Count">How many texts.</param>
/// <param name="Shortest">The least length.</param>
/// <param name="Median">Half of them are no longer.</param>
/// <param name="Percentile95">19 of 20 are no longer.</param>
/// <param name="Longest">The greatest length.</param>
public sealed record LengthSummary(int Count, int Shortest, int Median, int Percentile95, int Longest)
{
    /// <summary>The summary of lengths in any order; zeros where there are none.</summary>
    public static LengthSummary Of(IReadOnlyCollection<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        if (lengths.Count == 0)
            return new LengthSummary(0, 0, 0, 0, 0);
        int[] sorted = [.. lengths.Order()];
        return new LengthSummary(sorted.Length, sorted[0], At(0.5), At(0.95), sorted[^1]);

        int At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }
}
