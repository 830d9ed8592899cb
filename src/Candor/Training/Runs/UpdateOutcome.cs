namespace Candor.Training.Runs;

/// <summary>What one update came to.</summary>
public sealed record UpdateOutcome
{
    /// <summary>Mean of its micro-batches' losses; 0 where none had a target.</summary>
    public required double Loss { get; init; }

    /// <summary>Total L2 norm of the gradients before clipping.</summary>
    public required double GradNorm { get; init; }

    /// <summary>The rate that the next update will use.</summary>
    public required double NextLearningRate { get; init; }

    /// <summary>Token positions computed.</summary>
    public required long Tokens { get; init; }

    /// <summary>Floating-point operations by the Trainer's estimate.</summary>
    public required double Flos { get; init; }
}
