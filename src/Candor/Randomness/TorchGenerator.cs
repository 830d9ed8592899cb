namespace Candor.Randomness;

/// <summary>
/// torch's generator on a CPU (<c>torch.Generator().manual_seed(seed)</c>), bit for bit: MT19937 and what torch makes of its words. Only
/// float32 normals of 16 values and more are torch's to 2e-6, for it takes their logarithms and cosines by vectors. Products and sums are
/// fused as in torch's kernels for AVX2 and later. Not thread-safe.
/// </summary>
/// <param name="seed">The seed, of which torch keeps the low 32 bits.</param>
public sealed partial class TorchGenerator(long seed)
{
    private const int SingleBits = 24;
    private const int DoubleBits = 53;

    /// <summary>From this range on, integers take two words (torch 2.13).</summary>
    private const ulong WideRange = 1UL << 28;

    private readonly MersenneTwister _words = new(unchecked((uint)seed));

    /// <summary>32 random bits: torch's <c>random()</c>.</summary>
    public uint NextUInt32() => _words.NextUInt32();

    /// <summary>64 random bits, the first word high: torch's <c>random64()</c>.</summary>
    public ulong NextUInt64() => ((ulong)_words.NextUInt32() << 32) | _words.NextUInt32();

    /// <summary>Uniform in [0, 1), 24 bits: one value of <c>rand(…, dtype=float32)</c>.</summary>
    public float NextSingle() => (_words.NextUInt32() & ((1u << SingleBits) - 1)) * (1f / (1u << SingleBits));

    /// <summary>Uniform in [0, 1), 53 bits: one value of <c>rand(…, dtype=float64)</c>.</summary>
    public double NextDouble() => (NextUInt64() & ((1UL << DoubleBits) - 1)) * (1.0 / (1UL << DoubleBits));

    /// <summary><c>tensor.uniform_(from, to)</c> of a float32 tensor.</summary>
    public void Uniform(Span<float> values, float from = 0, float to = 1)
    {
        foreach (ref var value in values)
            value = float.FusedMultiplyAdd(NextSingle(), to - from, from);
    }

    /// <summary><c>tensor.uniform_(from, to)</c> of a float64 tensor.</summary>
    public void Uniform(Span<double> values, double from = 0, double to = 1)
    {
        foreach (ref var value in values)
            value = double.FusedMultiplyAdd(NextDouble(), to - from, from);
    }

    /// <summary><c>randint(low, high, …)</c>: each uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public void Integers(long low, long high, Span<long> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(high, low);
        var range = unchecked((ulong)high - (ulong)low);
        foreach (ref var value in values)
            value = unchecked(low + (long)((range >= WideRange ? NextUInt64() : NextUInt32()) % range));
    }

    /// <summary><c>randperm(count)</c>: the numbers below <paramref name="count"/> in random order.</summary>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        for (var i = 0; i < count - 1; i++)
        {
            var other = i + (int)(NextUInt32() % (uint)(count - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
