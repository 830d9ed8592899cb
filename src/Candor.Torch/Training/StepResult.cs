namespace Candor.Torch.Training;

/// <summary>What one update gave.</summary>
public sealed record StepResult
{
    /// <summary>Number of the update, from 1.</summary>
    public required int Step { get; init; }

    /// <summary>Its micro-batches in order.</summary>
    public required IReadOnlyList<MicroBatchResult> MicroBatches { get; init; }

    /// <summary>The rate it used.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The rate after the schedule's step: what the Hugging Face Trainer logs.</summary>
    public required double NextLearningRate { get; init; }

    /// <summary>L2 norm of all gradients before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Whether weights were updated; false only for an update without targets.</summary>
    public required bool HasUpdated { get; init; }

    /// <summary>
    /// What the Trainer logs as <c>loss</c>: micro-batches' losses divided by the number accumulated and added up, those without targets
    /// as 0.
    /// </summary>
    public required double Loss { get; init; }
}
