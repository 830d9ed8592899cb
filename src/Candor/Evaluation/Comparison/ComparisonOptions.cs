using System.Numerics;
using Candor.Statistics;

namespace Candor.Evaluation.Comparison;

/// <summary>How runs are compared.</summary>
public sealed record ComparisonOptions
{
    /// <summary>Seed of the bootstrap, and of sign flips where they are drawn. Every metric starts from it anew.</summary>
    public BigInteger Seed { get; init; } = 1234;

    /// <summary>Bootstrap replicates.</summary>
    public int Replicates { get; init; } = Bootstrap.DefaultReplicates;

    /// <summary>Whether runs under different protocols, templates or data are compared all the same, and marked.</summary>
    public bool Force { get; init; }
}
