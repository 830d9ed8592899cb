namespace Candor.Studies.Planning;

/// <summary>Bytes that a device holds at the fullest moment of a step.</summary>
/// <param name="Weights">What the model computes with, frozen parts among them.</param>
/// <param name="Gradients">Sums of gradients, fp32.</param>
/// <param name="Optimizer">fp32 masters, where the model computes in fewer bits, and AdamW's two moments.</param>
/// <param name="Activations">What a micro-batch of the longest rows leaves for the way back, and its temporaries.</param>
public sealed record MemoryEstimate(long Weights, long Gradients, long Optimizer, long Activations)
{
    /// <summary>All of it.</summary>
    public long Total => Weights + Gradients + Optimizer + Activations;
}
