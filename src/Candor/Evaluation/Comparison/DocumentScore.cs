namespace Candor.Evaluation.Comparison;

/// <summary>What one document got under one metric.</summary>
public sealed record DocumentScore
{
    /// <summary>What the document is: a hash of its contents. Runs are paired by it.</summary>
    public required string Key { get; init; }

    /// <summary>Its number in the run, to be shown only: it depends on the order of the data.</summary>
    public required long Id { get; init; }

    /// <summary>The value; NaN where the harness could not give one.</summary>
    public required double Value { get; init; }

    /// <summary>
    /// False where a likelihood of the answers is not a number (broken weights). Harnesses score that as the answer that happens to come
    /// first, so <see cref="Value"/> says nothing about the model.
    /// </summary>
    public bool HasAnswer { get; init; } = true;

    /// <summary>Whether it can be compared: an answer, and a finite value.</summary>
    public bool IsUsable => HasAnswer && double.IsFinite(Value);

    /// <summary>Hash of the whole prompt, or null where the logs have none.</summary>
    public string? PromptHash { get; init; }

    /// <summary>Hash of the right answer, or null where the logs have none.</summary>
    public string? TargetHash { get; init; }

    /// <summary>Which group of documents that are not independent it belongs to, or null.</summary>
    public string? Group { get; init; }
}
