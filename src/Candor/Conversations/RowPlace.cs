namespace Candor.Conversations;

/// <summary>Where a row stands, for messages: file, number and line.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Row">Position in the file, from 0.</param>
/// <param name="Line">Line on which the row begins, from 1.</param>
public readonly record struct RowPlace(string File, int Row, long Line)
{
    /// <inheritdoc />
    public override string ToString() => $"{File}: row {Row} (line {Line})";
}
