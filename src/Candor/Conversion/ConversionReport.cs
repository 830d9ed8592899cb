using Candor.Checkpoints;

namespace Candor.Conversion;

/// <summary>What a conversion wrote.</summary>
/// <param name="Dtype">The type that weights are stored in; null where each stayed as it was.</param>
/// <param name="Tensors">Number of tensors.</param>
/// <param name="Parameters">Number of their elements.</param>
/// <param name="Files">Names of the files, in ordinal order.</param>
public sealed record ConversionReport(TensorDtype? Dtype, int Tensors, long Parameters, IReadOnlyList<string> Files);
