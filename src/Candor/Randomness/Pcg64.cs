namespace Candor.Randomness;

/// <summary>
/// PCG64 as NumPy has it: O'Neill's 128-bit linear congruential generator with the XSL-RR output, and 32-bit words cut from 64-bit
/// ones, the high half kept for the next call. Not thread-safe.
/// </summary>
internal sealed class Pcg64
{
    private static readonly UInt128 s_multiplier = new(2549297995355413924, 4865540595714422341);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint _keptHalf;
    private bool _hasHalf;

    public Pcg64(SeedSequence seeds)
    {
        var words = seeds.GenerateState(4);
        _increment = (new UInt128(words[2], words[3]) << 1) | UInt128.One;
        Step();
        _state += new UInt128(words[0], words[1]);
        Step();
    }

    public ulong NextUInt64()
    {
        Step();
        var high = (ulong)(_state >> 64);
        return ulong.RotateRight(high ^ (ulong)_state, (int)(high >> 58));
    }

    public uint NextUInt32()
    {
        if (_hasHalf)
        {
            _hasHalf = false;
            return _keptHalf;
        }

        var word = NextUInt64();
        _hasHalf = true;
        _keptHalf = (uint)(word >> 32);
        return (uint)word;
    }

    private void Step() => _state = _state * s_multiplier + _increment;
}
