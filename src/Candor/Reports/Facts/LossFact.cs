namespace Candor.Reports.Facts;

/// <summary>Something that was skipped, cut or not scored.</summary>
/// <param name="Where">The training or evaluation, or the row set.</param>
/// <param name="Count">How many, or null where one line speaks for itself.</param>
/// <param name="What">What happened.</param>
/// <param name="Places">Each row, as far as the log names it.</param>
/// <param name="File">The log that says so, relative to the study's folder.</param>
public sealed record LossFact(string Where, long? Count, string What, IReadOnlyList<string> Places, string File);
