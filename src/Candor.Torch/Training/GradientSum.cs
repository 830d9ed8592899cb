using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>Adds gradients up in fp32, whatever type they were computed in.</summary>
internal static class GradientSum
{
    /// <summary>gradient += <paramref name="value"/>.</summary>
    public static void Add(TrainableParameter parameter, Tensor value) => parameter.Gradient.add_(value);

    /// <summary>gradient [O, I] += upᵀ · input, for up [R, O] and input [R, I].</summary>
    public static void AddProduct(TrainableParameter parameter, Tensor up, Tensor input)
    {
        using var scope = NewDisposeScope();
        if (up.dtype == parameter.Gradient.dtype)
            parameter.Gradient.addmm_(up.t(), input, beta: 1, alpha: 1);
        else
            parameter.Gradient.add_(up.t().mm(input));
    }
}
