using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Training;

/// <summary>Adds gradients up in fp32, whatever type they were computed in.</summary>
internal static class GradientSum
{
    /// <summary>gradient += <paramref name="value"/>.</summary>
    public static void Add(TrainableParameter parameter, Tensor value) => parameter.Gradient.AddInPlace(value);

    /// <summary>gradient [O, I] += scale · upᵀ · input, for up [R, O] and input [R, I].</summary>
    public static void AddProduct(TrainableParameter parameter, Tensor up, Tensor input, TensorPool pool, double scale = 1)
    {
        using var scope = NewDisposeScope();
        if (up.dtype == parameter.Gradient.dtype)
        {
            parameter.Gradient.addmm_(up.t(), input, beta: 1, alpha: (float)scale);
            return;
        }

        using var product = pool.Rent(up.dtype, parameter.Gradient.shape);
        product.Tensor.addmm_(up.t(), input, beta: 0, alpha: 1);
        parameter.Gradient.AddInPlace(product.Tensor, scale);
    }
}
