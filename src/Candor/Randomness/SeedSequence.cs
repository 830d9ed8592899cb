using System.Numerics;

namespace Candor.Randomness;

/// <summary>NumPy's <c>SeedSequence</c>: spreads seed words of any quality over a pool of four, and the pool over a generator's state.</summary>
internal sealed class SeedSequence
{
    private const int PoolSize = 4;
    private const uint InitA = 0x43b0d7e5;
    private const uint MultiplierA = 0x931e8875;
    private const uint InitB = 0x8b51f9dd;
    private const uint MultiplierB = 0x58f38ded;
    private const uint MixLeft = 0xca01f9dd;
    private const uint MixRight = 0x4973f715;
    private const int XorShift = 16;

    private readonly uint[] _pool = new uint[PoolSize];

    public SeedSequence(ReadOnlySpan<uint> entropy)
    {
        var constant = InitA;
        for (var i = 0; i < PoolSize; i++)
            _pool[i] = Hash(i < entropy.Length ? entropy[i] : 0, ref constant);
        for (var source = 0; source < PoolSize; source++)
        {
            for (var target = 0; target < PoolSize; target++)
            {
                if (source != target)
                    _pool[target] = Mix(_pool[target], Hash(_pool[source], ref constant));
            }
        }

        for (var source = PoolSize; source < entropy.Length; source++)
        {
            for (var target = 0; target < PoolSize; target++)
                _pool[target] = Mix(_pool[target], Hash(entropy[source], ref constant));
        }
    }

    /// <summary>The 32-bit words of a seed, low first; zero is one word.</summary>
    public static IEnumerable<uint> Words(BigInteger seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seed);
        do
        {
            yield return (uint)(seed & uint.MaxValue);
            seed >>= 32;
        }
        while (!seed.IsZero);
    }

    /// <summary>The first <paramref name="count"/> 64-bit words of state.</summary>
    public ulong[] GenerateState(int count)
    {
        var constant = InitB;
        var result = new ulong[count];
        for (var i = 0; i < 2 * count; i++)
        {
            var word = _pool[i % PoolSize] ^ constant;
            constant *= MultiplierB;
            word *= constant;
            word ^= word >> XorShift;
            result[i / 2] |= (ulong)word << (32 * (i % 2));
        }

        return result;
    }

    private static uint Hash(uint value, ref uint constant)
    {
        value ^= constant;
        constant *= MultiplierA;
        value *= constant;
        return value ^ (value >> XorShift);
    }

    private static uint Mix(uint x, uint y)
    {
        var result = MixLeft * x - MixRight * y;
        return result ^ (result >> XorShift);
    }
}
