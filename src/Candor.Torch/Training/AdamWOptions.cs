namespace Candor.Torch.Training;

/// <summary>AdamW (Loshchilov and Hutter 2019) with torch's defaults.</summary>
public sealed record AdamWOptions
{
    /// <summary><c>adam_beta1</c>.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary><c>adam_beta2</c>.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary><c>adam_epsilon</c>.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary><c>weight_decay</c>, decoupled.</summary>
    public double WeightDecay { get; init; }

    /// <summary><c>max_grad_norm</c>: gradients are scaled down to this norm; 0 leaves them as they are.</summary>
    public double MaxGradNorm { get; init; }
}
