namespace Candor.Torch.Training;

/// <summary>How updates are made.</summary>
public sealed record EngineOptions
{
    /// <summary>What is trained.</summary>
    public required TuningOptions Tuning { get; init; }

    /// <summary>The learning rate over the run.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>AdamW and clipping.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>
    /// <c>gradient_accumulation_steps</c>: what each micro-batch's mean over its own targets is divided by. As in the reference, also
    /// where an update has fewer micro-batches.
    /// </summary>
    public int GradientAccumulationSteps { get; init; } = 1;

    /// <summary><c>gradient_checkpointing</c>: keep only the inputs of layers and compute them again on the way back.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>
    /// What an update without a single target does. The reference has a loss of NaN there, gradients of zero, and an optimizer that steps
    /// all the same, so that momentum moves the weights: true repeats that. False leaves weights and moments alone. The schedule goes on
    /// in both.
    /// </summary>
    public bool StepsWithoutTargets { get; init; }

    /// <summary>Whether layers are computed by kernels where they can be: the same numbers but for rounding.</summary>
    internal bool UsesKernels { get; init; } = true;

    /// <summary>Decides what dropout drops.</summary>
    public int Seed { get; init; } = 42;
}
