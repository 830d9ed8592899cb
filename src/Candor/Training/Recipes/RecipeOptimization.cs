namespace Candor.Training.Recipes;

/// <summary>Steps, learning rate and AdamW: the Hugging Face Trainer's options.</summary>
public sealed record RecipeOptimization
{
    /// <summary><c>num_train_epochs</c>: passes over the rows; need not be whole.</summary>
    public required double Epochs { get; init; }

    /// <summary><c>max_steps</c>: updates, in place of epochs, or null.</summary>
    public int? MaxSteps { get; init; }

    /// <summary><c>per_device_train_batch_size</c>: rows of a micro-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary><c>gradient_accumulation_steps</c>: micro-batches of an update.</summary>
    public required int AccumulationSteps { get; init; }

    /// <summary><c>learning_rate</c>, <c>lr_scheduler_type</c>, <c>warmup_ratio</c>, <c>warmup_steps</c>.</summary>
    public required RecipeSchedule Schedule { get; init; }

    /// <summary><c>weight_decay</c> of weights; biases have none.</summary>
    public required double WeightDecay { get; init; }

    /// <summary><c>adam_beta1</c>.</summary>
    public required double Beta1 { get; init; }

    /// <summary><c>adam_beta2</c>.</summary>
    public required double Beta2 { get; init; }

    /// <summary><c>adam_epsilon</c>.</summary>
    public required double Epsilon { get; init; }

    /// <summary><c>max_grad_norm</c>: gradients are clipped to this total norm, or null where it is 0: not at all.</summary>
    public double? MaxGradNorm { get; init; }

    /// <summary><c>seed</c>: of everything random.</summary>
    public required int Seed { get; init; }

    /// <summary>
    /// <c>on_empty_batch: step</c>: a micro-batch without targets counts as in the reference, with a loss of NaN and no gradient, and the
    /// optimizer steps; otherwise (<c>skip</c>) it is left out of the sum, and an update of nothing else is not made.
    /// </summary>
    public required bool StepsOnEmptyBatch { get; init; }

    /// <summary><c>gradient_checkpointing</c>: activations are computed again in the backward pass instead of being kept.</summary>
    public required bool GradientCheckpointing { get; init; }

    /// <summary><c>threads</c> to compute with, or null for one a core.</summary>
    public int? Threads { get; init; }
}
