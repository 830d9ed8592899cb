using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Sums and products with numbers. TorchSharp hands libtorch the address of a temporary <see cref="Scalar"/>, which nothing refers to
/// any more while libtorch reads it: a garbage collection that another thread starts just then frees it, and the result is an error or a
/// wrong number (about one in 50,000 collections). That holds for <c>x * 2.0</c>, and for <c>x + y</c>, whose factor of y is a scalar too.
/// Here scalars live until libtorch is done; a test finds code that makes others.
/// </summary>
internal static class TensorArithmetic
{
    /// <summary>The number one, for calls that take a scalar.</summary>
    public static Scalar One { get; } = 1;

    /// <summary>x + y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>x + factor · y.</summary>
    public static Tensor Plus(this Tensor x, Tensor y, double factor)
    {
        using Scalar scalar = factor;
        return x.add(y, scalar);
    }

    /// <summary>x + number, element by element.</summary>
    public static Tensor Plus(this Tensor x, double number)
    {
        using Scalar scalar = number;
        return x.add(scalar, One);
    }

    /// <summary>x · factor.</summary>
    public static Tensor Times(this Tensor x, double factor)
    {
        using Scalar scalar = factor;
        return x.mul(scalar);
    }

    /// <summary>x / divisor.</summary>
    public static Tensor DividedBy(this Tensor x, double divisor)
    {
        using Scalar scalar = divisor;
        return x.div(scalar);
    }

    /// <summary>xᵉ. For autograd x² is not x · x: it adds gradients up in another order.</summary>
    public static Tensor Power(this Tensor x, double exponent)
    {
        using Scalar scalar = exponent;
        return x.pow(scalar);
    }

    /// <summary>x with a number where the mask is true.</summary>
    public static Tensor Filled(this Tensor x, Tensor mask, double number)
    {
        using Scalar scalar = number;
        return x.masked_fill(mask, scalar);
    }

    /// <summary>x += y.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>x += factor · y.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y, double factor)
    {
        using Scalar scalar = factor;
        return x.add_(y, scalar);
    }

    /// <summary>x ·= factor.</summary>
    public static Tensor TimesInPlace(this Tensor x, double factor)
    {
        using Scalar scalar = factor;
        return x.mul_(scalar);
    }
}
