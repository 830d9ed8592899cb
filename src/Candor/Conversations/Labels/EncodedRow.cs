namespace Candor.Conversations.Labels;

/// <summary>A conversation as token ids with the labels to be learned.</summary>
public sealed record EncodedRow
{
    /// <summary>Token ids <c>[T]</c>; a picture's place is <see cref="ImageTokens.ImageIndex"/>.</summary>
    public required int[] Ids { get; init; }

    /// <summary>Labels <c>[T]</c>: the id where a position is trained, else <see cref="ImageTokens.IgnoreIndex"/>. Not shifted.</summary>
    public required int[] Labels { get; init; }

    /// <summary>What the reference prints about the row, word for word.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The length before rows without a picture are cut at <c>model_max_length</c>.</summary>
    public required int FullLength { get; init; }

    /// <summary>Number of trained positions among the first <paramref name="maxLength"/>.</summary>
    public int CountTargets(int maxLength)
    {
        var within = Labels.AsSpan(0, Math.Min(maxLength, Labels.Length));
        return within.Length - within.Count(ImageTokens.IgnoreIndex);
    }
}
