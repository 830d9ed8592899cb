using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>What all layers of a pass share.</summary>
/// <param name="Cos">[S, D], of the angles of positions 0…S−1, fp32.</param>
/// <param name="Sin">[S, D].</param>
/// <param name="Mask">Added to attention's scores, [B, 1, S, S]; null where causality is enough.</param>
internal sealed record LayerContext(Tensor Cos, Tensor Sin, Tensor? Mask);
