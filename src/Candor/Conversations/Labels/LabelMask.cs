namespace Candor.Conversations.Labels;

/// <summary>Labels in the making.</summary>
internal static class LabelMask
{
    /// <summary>Masks positions <paramref name="start"/> to <paramref name="end"/> (exclusive), as far as they exist.</summary>
    public static void Hide(int[] labels, int start, int end)
    {
        start = Math.Min(start, labels.Length);
        end = Math.Min(end, labels.Length);
        if (end > start)
            labels.AsSpan(start, end - start).Fill(ImageTokens.IgnoreIndex);
    }
}
