namespace Candor.Conversations.Labels;

/// <summary>Rows of one micro-batch as rectangles <c>[B, T]</c>, stored row by row.</summary>
public sealed record CollatedBatch
{
    /// <summary>Number of rows B.</summary>
    public required int Rows { get; init; }

    /// <summary>Common length T.</summary>
    public required int Length { get; init; }

    /// <summary>Token ids <c>[B, T]</c>, int64, padded on the right.</summary>
    public required long[] InputIds { get; init; }

    /// <summary>Labels <c>[B, T]</c>, int64, padded with <see cref="ImageTokens.IgnoreIndex"/>.</summary>
    public required long[] Labels { get; init; }

    /// <summary>Where ids are not padding <c>[B, T]</c>.</summary>
    public required bool[] AttentionMask { get; init; }
}
