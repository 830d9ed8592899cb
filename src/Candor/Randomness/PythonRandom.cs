using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Candor.Randomness;

/// <summary>
/// CPython's <c>random.Random</c> (3.11), bit for bit: the same seed and the same calls give the same values. Integers come by
/// rejection on whole bits, floats carry 53 bits. Not thread-safe.
/// </summary>
public sealed partial class PythonRandom
{
    private readonly MersenneTwister _words;

    /// <summary><c>Random(seed)</c> with an integer of any size; the sign is ignored.</summary>
    public PythonRandom(BigInteger seed) => _words = new MersenneTwister(Words(BigInteger.Abs(seed)));

    /// <summary><c>Random(seed)</c> with a string: its UTF-8 bytes followed by their SHA-512, read as one big-endian integer.</summary>
    public PythonRandom(string seed)
    {
        ArgumentNullException.ThrowIfNull(seed);
        var text = Encoding.UTF8.GetBytes(seed);
        _words = new MersenneTwister(Words(new BigInteger([.. text, .. SHA512.HashData(text)], isUnsigned: true, isBigEndian: true)));
    }

    /// <summary><c>random()</c>: uniform in [0, 1), 53 bits.</summary>
    public double Random()
    {
        var high = _words.NextUInt32() >> 5;
        var low = _words.NextUInt32() >> 6;
        return (high * 67108864.0 + low) * (1.0 / 9007199254740992.0);
    }

    /// <summary><c>getrandbits(bits)</c> for at most 64 bits.</summary>
    public ulong GetRandBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        if (bits == 0)
            return 0;
        if (bits <= 32)
            return _words.NextUInt32() >> (32 - bits);
        var low = _words.NextUInt32();
        return low | ((ulong)(_words.NextUInt32() >> (64 - bits)) << 32);
    }

    /// <summary><c>getrandbits(bits)</c> for any number of bits.</summary>
    public BigInteger GetRandBitsBig(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        var result = BigInteger.Zero;
        for (var done = 0; done < bits; done += 32)
            result |= new BigInteger(GetRandBits(Math.Min(32, bits - done))) << done;
        return result;
    }

    /// <summary><c>randrange(limit)</c>: uniform in [0, <paramref name="limit"/>).</summary>
    public int Below(int limit) => (int)Below((long)limit);

    /// <summary><c>randrange(limit)</c>: uniform in [0, <paramref name="limit"/>).</summary>
    public long Below(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        // The bits of limit, not of limit - 1: a power of two draws until the top bit is clear.
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)limit);
        ulong value;
        do
        {
            value = GetRandBits(bits);
        }
        while (value >= (ulong)limit);
        return (long)value;
    }

    /// <summary><c>randrange(limit)</c> for limits of any size.</summary>
    public BigInteger Below(BigInteger limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limit);
        var bits = (int)limit.GetBitLength();
        BigInteger value;
        do
        {
            value = GetRandBitsBig(bits);
        }
        while (value >= limit);
        return value;
    }

    /// <summary><c>randrange(start, stop, step)</c>.</summary>
    public long RandRange(long start, long stop, long step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        var count = step > 0 ? (stop - start + step - 1) / step : (stop - start + step + 1) / step;
        return start + step * Below(count);
    }

    /// <summary><c>randint(low, high)</c>: both ends included.</summary>
    public long RandInt(long low, long high) => RandRange(low, high + 1);

    private static uint[] Words(BigInteger value)
    {
        var words = new uint[Math.Max(1, (int)((value.GetBitLength() + 31) / 32))];
        for (var i = 0; i < words.Length; i++)
            words[i] = (uint)((value >> (32 * i)) & uint.MaxValue);
        return words;
    }
}
