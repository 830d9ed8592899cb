using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>
/// One decoder layer forward and back: the boundary behind which a layer may be computed by libtorch's tape or by kernels of our own.
/// Gradients of trained parameters are added to <see cref="TrainableParameter.Gradient"/>.
/// </summary>
internal interface ILayerPass
{
    /// <summary>[B, S, H] → [B, S, H]; keeps what <see cref="Backward"/> needs.</summary>
    Tensor Forward(Tensor x, LayerContext context);

    /// <summary>Gradient of the output into that of the input; frees what was kept.</summary>
    /// <param name="gradient">[B, S, H]; it may be overwritten.</param>
    /// <param name="context">As in the forward pass.</param>
    /// <param name="needsInput">Whether anything before this layer is trained.</param>
    /// <returns>[B, S, H], or null if it is not needed.</returns>
    Tensor? Backward(Tensor gradient, LayerContext context, bool needsInput);
}
