namespace Candor.Studies.Manifest;

/// <summary>A model of the study: a base, or a way of tuning one.</summary>
public sealed record StudyArm
{
    /// <summary>Its name: <c>llama-2-7b</c>, <c>llama-2-7b/lora</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The base model's name; of a base its own.</summary>
    public required string Base { get; init; }

    /// <summary>What was trained: null for a base, else <c>projector</c>, <c>lora</c> or <c>full</c>.</summary>
    public string? Tuning { get; init; }

    /// <summary>The row set it was trained on, or null.</summary>
    public string? Rows { get; init; }

    /// <summary>Settings that set it apart, as the study file has them (<c>learning_rate</c> → <c>2e-4</c>).</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>One entry a seed; a base has one without a seed.</summary>
    public required IReadOnlyList<StudyReplicate> Replicates { get; init; }
}
