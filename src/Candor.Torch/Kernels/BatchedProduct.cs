using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>Products of batches of matrices into memory that is there: <c>baddbmm_</c>, which TorchSharp does not bind.</summary>
internal static class BatchedProduct
{
    // Two functions instead of a parameter: a number would be passed as a temporary scalar (see TensorArithmetic).
    private const string Source =
        "def set(target: Tensor, left: Tensor, right: Tensor) -> Tensor:\n" +
        "    return target.baddbmm_(left, right, beta=0.0, alpha=1.0)\n" +
        "def add(target: Tensor, left: Tensor, right: Tensor) -> Tensor:\n" +
        "    return target.baddbmm_(left, right, beta=1.0, alpha=1.0)\n";

    private static readonly jit.CompilationUnit Unit = jit.compile(Source);

    /// <summary>target = left · right.</summary>
    public static void Set(Tensor target, Tensor left, Tensor right) => Run("set", target, left, right);

    /// <summary>target += left · right.</summary>
    public static void Add(Tensor target, Tensor left, Tensor right) => Run("add", target, left, right);

    private static void Run(string function, Tensor target, Tensor left, Tensor right) =>
        (Unit.invoke(function, target, left, right) as Tensor)?.Dispose();
}
