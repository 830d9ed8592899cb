namespace Candor.Conversations.Auditing;

/// <summary>Something found in a row.</summary>
/// <param name="Place">The row.</param>
/// <param name="Detail">What was found there, where the kind of finding does not say it all.</param>
/// <param name="Image">The picture concerned, as the row names it, or null.</param>
public sealed record RowFinding(RowPlace Place, string? Detail = null, string? Image = null)
{
    /// <inheritdoc />
    public override string ToString() =>
        $"{Place}{(Image is null ? "" : ": " + Image)}{(Detail is null ? "" : ": " + Detail)}";
}
