namespace Candor.Torch.Kernels;

/// <summary>The constants of one AdamW update, as torch rounds them.</summary>
internal readonly record struct AdamWStep
{
    /// <summary>1 − rate · weight decay.</summary>
    public required float Shrink { get; init; }

    /// <summary>Factor on the gradient, from clipping.</summary>
    public required float GradientFactor { get; init; }

    /// <summary>1 − β₁.</summary>
    public required float Mix1 { get; init; }

    /// <summary>β₂.</summary>
    public required float Keep2 { get; init; }

    /// <summary>1 − β₂.</summary>
    public required float Mix2 { get; init; }

    /// <summary>−rate / (1 − β₁ᵗ).</summary>
    public required float Size { get; init; }

    /// <summary>√(1 − β₂ᵗ).</summary>
    public required float Root { get; init; }

    /// <summary>ε.</summary>
    public required float Epsilon { get; init; }
}
