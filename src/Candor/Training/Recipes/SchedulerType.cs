namespace Candor.Training.Recipes;

/// <summary>The Trainer's <c>lr_scheduler_type</c>.</summary>
public enum SchedulerType
{
    /// <summary><c>linear</c>: down to 0 in a line, the Trainer's default.</summary>
    Linear,

    /// <summary><c>cosine</c>: half a cosine down to 0.</summary>
    Cosine,

    /// <summary><c>constant</c>: neither warm-up nor decay.</summary>
    Constant,

    /// <summary><c>constant_with_warmup</c>: constant after the warm-up.</summary>
    ConstantWithWarmup,
}
