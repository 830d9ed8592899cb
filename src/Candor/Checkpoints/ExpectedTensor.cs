namespace Candor.Checkpoints;

/// <summary>A tensor that a configuration calls for.</summary>
/// <param name="Name">Its Hugging Face name.</param>
/// <param name="Shape">Its sizes, outermost first; <c>[out, in]</c> for a projection.</param>
public sealed record ExpectedTensor(string Name, IReadOnlyList<long> Shape);
