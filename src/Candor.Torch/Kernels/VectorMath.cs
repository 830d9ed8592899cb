using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Candor.Torch.Kernels;

/// <summary>The one transcendental function that kernels need, 16 at a time.</summary>
internal static class VectorMath
{
    // exp(x) = 2^n · exp(r), n = round(x / ln 2), |r| ≤ ln(2)/2. ln 2 in two parts (Cody and Waite), a polynomial of degree 6 for exp(r)
    // (the Cephes library's expf), and 2^n by its exponent bits. Within 2 units in the last place.
    private const float Log2E = 1.44269504088896341f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Smallest = -87.33654f;
    private const float Largest = 88.37626f;

    /// <summary>e to the power of each lane; arguments are clamped to where the result is a normal float, NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        // x86's minimum and maximum give their second operand if either is NaN, so with x second NaN stays NaN.
        x = Vector512.MaxNative(Vector512.Create(Smallest), Vector512.MinNative(Vector512.Create(Largest), x));
        var n = Vector512.Round(x * Log2E);
        var r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-Ln2Low), r);
        var p = Vector512.FusedMultiplyAdd(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.FusedMultiplyAdd(p, r * r, r + Vector512<float>.One);
        var power = ((Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23).AsSingle();
        return p * power;
    }
}
