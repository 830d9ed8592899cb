namespace Candor.Randomness;

/// <content>Continuous distributions; equal to CPython's to the last bit where the platform's C library is the same.</content>
public sealed partial class PythonRandom
{
    private static readonly double s_normalMagic = 4 * Math.Exp(-0.5) / Math.Sqrt(2.0);

    private double? _nextGauss;

    /// <summary><c>uniform(low, high)</c>.</summary>
    public double Uniform(double low, double high) => low + (high - low) * Random();

    /// <summary><c>gauss(mean, deviation)</c>: Box–Muller in pairs, the second value kept for the next call.</summary>
    public double Gauss(double mean = 0, double deviation = 1)
    {
        if (_nextGauss is { } kept)
        {
            _nextGauss = null;
            return mean + kept * deviation;
        }

        var angle = Random() * (2 * Math.PI);
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Random()));
        _nextGauss = Math.Sin(angle) * radius;
        return mean + Math.Cos(angle) * radius * deviation;
    }

    /// <summary><c>normalvariate(mean, deviation)</c>: Kinderman and Monahan's ratio of uniforms.</summary>
    public double NormalVariate(double mean = 0, double deviation = 1)
    {
        while (true)
        {
            var u1 = Random();
            var u2 = 1.0 - Random();
            var z = s_normalMagic * (u1 - 0.5) / u2;
            if (z * z / 4.0 <= -Math.Log(u2))
                return mean + z * deviation;
        }
    }

    /// <summary><c>expovariate(rate)</c>.</summary>
    public double ExpoVariate(double rate) => -Math.Log(1.0 - Random()) / rate;

    /// <summary><c>triangular(low, high, mode)</c>.</summary>
    public double Triangular(double low, double high, double mode)
    {
        var u = Random();
        var c = (mode - low) / (high - low);
        if (u > c)
        {
            u = 1.0 - u;
            c = 1.0 - c;
            (low, high) = (high, low);
        }

        return low + (high - low) * Math.Sqrt(u * c);
    }
}
