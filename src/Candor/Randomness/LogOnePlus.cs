namespace Candor.Randomness;

/// <summary>
/// log(1 + x) with the last bit of the C library that torch calls: FreeBSD's and glibc's method, an odd polynomial in f / (2 + f) after 1 + x
/// was brought to within √½…√2. .NET has none of its own, and log(1 + x) differs in the last bit now and then.
/// </summary>
internal static class LogOnePlus
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>log(1 + x) for −1 &lt; x ≤ 0.</summary>
    public static double Of(double x)
    {
        if (x > -1.0 / (1 << 29))
            return x > -1.0 / (1L << 54) ? x : x - x * x * 0.5;
        // -0.2929 is the highest bits of sqrt(1/2) - 1.
        if (BitConverter.DoubleToUInt64Bits(x) >> 32 <= 0xbfd2bec3)
            return Near(x, 0, 0);

        var sum = 1 + x;
        var lost = (x - (sum - 1)) / sum;
        var exponent = Math.ILogB(sum);
        var scaled = Math.ScaleB(sum, -exponent);
        if ((BitConverter.DoubleToInt64Bits(scaled) >> 32 & 0xfffff) < 0x6a09e)
            return Near(scaled - 1, exponent, lost);
        return Near(scaled / 2 - 1, exponent + 1, lost);
    }

    /// <summary>exponent · log 2 + log(1 + f) + lost.</summary>
    private static double Near(double f, int exponent, double lost)
    {
        var half = 0.5 * f * f;
        if (f == 0)
            return exponent * Ln2High + (lost + exponent * Ln2Low);
        var s = f / (2 + f);
        var z = s * s;
        var z2 = z * z;
        var z4 = z2 * z2;
        var r = z * 6.666666666666735130e-01
            + z2 * (3.999999999940941908e-01 + z * 2.857142874366239149e-01)
            + z4 * (2.222219843214978396e-01 + z * 1.818357216161805012e-01)
            + z4 * z2 * (1.531383769920937332e-01 + z * 1.479819860511658591e-01);
        var tail = s * (half + r);
        return exponent == 0 ? f - (half - tail) : exponent * Ln2High - ((half - (tail + (exponent * Ln2Low + lost))) - f);
    }
}
