using Candor.Checkpoints;

namespace Candor.Torch.Weights;

/// <summary>How far a merged model is from its adapter.</summary>
/// <param name="Difference">The largest difference of a logit after a fixed row of ids, both computed in fp32.</param>
/// <param name="Limit">What the stored type's rounding may cost.</param>
/// <param name="Dtype">What weights were stored in.</param>
/// <param name="IsAgainstAdapter">
/// Whether the adapter was computed beside its weights. Variants that cannot be (DoRA, biases, embeddings) are compared after merging in fp32.
/// </param>
public sealed record MergeReport(float Difference, float Limit, TensorDtype Dtype, bool IsAgainstAdapter)
{
    /// <summary>Whether the difference is what rounding explains.</summary>
    public bool IsWithin => Difference <= Limit;
}
