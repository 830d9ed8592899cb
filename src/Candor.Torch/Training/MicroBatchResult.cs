namespace Candor.Torch.Training;

/// <summary>What one micro-batch gave.</summary>
/// <param name="Loss">Mean over its targets; NaN where it has none.</param>
/// <param name="Targets">Number of targets.</param>
/// <param name="Tokens">Positions computed, pictures included.</param>
public readonly record struct MicroBatchResult(double Loss, int Targets, int Tokens);
