namespace Candor.Randomness;

/// <summary>
/// MT19937, the 32-bit Mersenne Twister of Matsumoto and Nishimura: the word source beneath Python's <c>random</c>, NumPy's legacy
/// generator and torch's CPU generator, which differ in how they seed it and what they make of its words. Not thread-safe.
/// </summary>
public sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Shift = 397;
    private const uint UpperMask = 0x80000000;
    private const uint LowerMask = 0x7fffffff;
    private const uint ArrayBaseSeed = 19650218;

    private readonly uint[] _state = new uint[Size];
    private int _next = Size;

    /// <summary>Seeds with one word (<c>init_genrand</c>).</summary>
    public MersenneTwister(uint seed) => Initialize(seed);

    /// <summary>Seeds with any positive number of words (<c>init_by_array</c>).</summary>
    public MersenneTwister(ReadOnlySpan<uint> key)
    {
        ArgumentOutOfRangeException.ThrowIfZero(key.Length);
        Initialize(ArrayBaseSeed);
        MixIn(key);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Size)
            Refill();
        var word = _state[_next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    private void Initialize(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Size; i++)
            _state[i] = 1812433253 * (_state[i - 1] ^ (_state[i - 1] >> 30)) + (uint)i;
    }

    private void MixIn(ReadOnlySpan<uint> key)
    {
        var i = 1;
        var j = 0;
        for (var k = Math.Max(Size, key.Length); k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1664525)) + key[j] + (uint)j;
            i = NextIndex(i);
            j = j + 1 == key.Length ? 0 : j + 1;
        }

        for (var k = Size - 1; k > 0; k--)
        {
            _state[i] = (_state[i] ^ ((_state[i - 1] ^ (_state[i - 1] >> 30)) * 1566083941)) - (uint)i;
            i = NextIndex(i);
        }

        _state[0] = UpperMask;
    }

    /// <summary>Walks 1…623 in a circle; on wrapping, the last word becomes word 0.</summary>
    private int NextIndex(int i)
    {
        if (i + 1 < Size)
            return i + 1;
        _state[0] = _state[Size - 1];
        return 1;
    }

    private void Refill()
    {
        for (var i = 0; i < Size; i++)
        {
            var mixed = (_state[i] & UpperMask) | (_state[(i + 1) % Size] & LowerMask);
            _state[i] = _state[(i + Shift) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0df);
        }

        _next = 0;
    }
}
