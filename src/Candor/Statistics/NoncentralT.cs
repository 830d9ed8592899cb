using MathNet.Numerics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;

namespace Candor.Statistics;

/// <summary>
/// The noncentral t distribution, by integrating P(T ≤ t) = E[Φ(t·W − δ)] over W = √(χ²/ν). The usual series loses all digits for a large
/// noncentrality; this does not.
/// </summary>
internal static class NoncentralT
{
    private const int Pieces = 8;
    private const int NodesPerPiece = 64;

    // Twelve standard deviations of W (about 1/√(2ν)) on each side leave less than 1e-20 outside.
    private const double Reach = 12;

    /// <summary>P(T ≤ <paramref name="t"/>).</summary>
    public static double Cdf(double t, double freedom, double noncentrality)
    {
        var reach = Reach / Math.Sqrt(2 * freedom);
        var low = Math.Max(0, 1 - reach);
        var step = (1 + reach - low) / Pieces;
        var logScale = Math.Log(2) + freedom / 2 * Math.Log(freedom / 2) - SpecialFunctions.GammaLn(freedom / 2);
        var sum = 0.0;
        for (var piece = 0; piece < Pieces; piece++)
            sum += GaussLegendreRule.Integrate(Integrand, low + piece * step, low + (piece + 1) * step, NodesPerPiece);
        return Math.Clamp(sum, 0, 1);

        double Integrand(double w) => Normal.CDF(0, 1, t * w - noncentrality)
            * Math.Exp(logScale + (freedom - 1) * Math.Log(w) - freedom * w * w / 2);
    }
}
