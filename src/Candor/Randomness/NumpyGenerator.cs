using System.Numerics;

namespace Candor.Randomness;

/// <summary>
/// NumPy's <c>default_rng(seed)</c> (1.17 and later: SeedSequence, PCG64), bit for bit. Values are those of the default dtypes (int64,
/// float64) unless a name says otherwise. Not thread-safe.
/// </summary>
public sealed partial class NumpyGenerator
{
    private readonly Pcg64 _words;

    /// <summary><c>default_rng(seed)</c> with a non-negative integer of any size.</summary>
    public NumpyGenerator(BigInteger seed) => _words = new Pcg64(new SeedSequence([.. SeedSequence.Words(seed)]));

    /// <summary><c>default_rng([a, b, …])</c> with non-negative integers.</summary>
    public NumpyGenerator(IEnumerable<BigInteger> seeds) => _words = new Pcg64(new SeedSequence([.. seeds.SelectMany(SeedSequence.Words)]));

    /// <summary><c>random()</c>: uniform in [0, 1), 53 bits.</summary>
    public double Random() => (_words.NextUInt64() >> 11) * (1.0 / 9007199254740992.0);

    /// <summary><c>random(dtype=float32)</c>: uniform in [0, 1), 24 bits.</summary>
    public float RandomSingle() => (_words.NextUInt32() >> 8) * (1.0f / 16777216.0f);

    /// <summary><c>uniform(low, high)</c>.</summary>
    public double Uniform(double low, double high) => low + (high - low) * Random();

    /// <summary><c>normal(mean, deviation)</c>.</summary>
    public double Normal(double mean, double deviation) => mean + deviation * StandardNormal();

    /// <summary><c>standard_normal()</c> by the Ziggurat method.</summary>
    public double StandardNormal()
    {
        while (true)
        {
            var bits = _words.NextUInt64();
            var layer = (int)(bits & 0xff);
            bits >>= 8;
            var mantissa = (bits >> 1) & 0x000fffffffffffff;
            var x = mantissa * ZigguratTables.Width[layer];
            if ((bits & 1) != 0)
                x = -x;
            if (mantissa < ZigguratTables.Accept[layer])
                return x;
            if (layer == 0)
                return NormalTail(negative: ((mantissa >> 8) & 1) != 0);
            var (above, below) = (ZigguratTables.Density[layer - 1], ZigguratTables.Density[layer]);
            if ((above - below) * Random() + below < Math.Exp(-0.5 * x * x))
                return x;
        }
    }

    private double NormalTail(bool negative)
    {
        while (true)
        {
            // log1p(-u): u is a multiple of 2^-53, so 1 - u is exact.
            var x = -ZigguratTables.InverseTailStart * Math.Log(1.0 - Random());
            var y = -Math.Log(1.0 - Random());
            if (y + y > x * x)
                return negative ? -(ZigguratTables.TailStart + x) : ZigguratTables.TailStart + x;
        }
    }
}
