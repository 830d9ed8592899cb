using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>Products of batches of matrices into memory that is there: <c>baddbmm_</c>, which TorchSharp does not bind.</summary>
internal static class BatchedProduct
{
    private const string Source =
        "def product(target: Tensor, left: Tensor, right: Tensor, beta: float) -> Tensor:\n" +
        "    return target.baddbmm_(left, right, beta=beta, alpha=1.0)\n";

    private static readonly jit.CompilationUnit Unit = jit.compile(Source);

    /// <summary>target = left · right.</summary>
    public static void Set(Tensor target, Tensor left, Tensor right) => Run(target, left, right, 0.0);

    /// <summary>target += left · right.</summary>
    public static void Add(Tensor target, Tensor left, Tensor right) => Run(target, left, right, 1.0);

    private static void Run(Tensor target, Tensor left, Tensor right, double beta) =>
        (Unit.invoke("product", target, left, right, beta) as Tensor)?.Dispose();
}
