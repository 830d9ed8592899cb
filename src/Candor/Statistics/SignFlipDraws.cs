using System.Numerics;
using Candor.Randomness;

namespace Candor.Statistics;

/// <summary>
/// Sign flips by drawing: the bits of <c>default_rng(seed).integers(0, 2**32)</c>, low bit first, are the signs, ⌈m/32⌉ words a draw.
/// </summary>
internal static class SignFlipDraws
{
    private const int GroupSize = 8;
    private const int GroupSums = 1 << GroupSize;

    /// <summary>(1 + draws with |Σ ± size| ≥ bound) / (1 + draws).</summary>
    public static double P(ReadOnlySpan<double> sizes, double bound, BigInteger seed, int draws)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var sums = SumsOfGroups(sizes);
        var generator = new NumpyGenerator(seed);
        var extreme = 0;
        for (var draw = 0; draw < draws; draw++)
        {
            var sum = 0.0;
            for (var group = 0; group < sums.Length;)
            {
                var signs = (uint)generator.Integers(0, 1L << 32);
                for (var part = 0; part < 4 && group < sums.Length; part++, signs >>= GroupSize)
                    sum += sums[group++][signs & (GroupSums - 1)];
            }

            if (Math.Abs(sum) >= bound)
                extreme++;
        }

        return (1.0 + extreme) / (1.0 + draws);
    }

    // The signed sums of eight differences for every pattern of eight bits: eight signs cost one look-up.
    private static double[][] SumsOfGroups(ReadOnlySpan<double> sizes)
    {
        var groups = new double[(sizes.Length + GroupSize - 1) / GroupSize][];
        for (var group = 0; group < groups.Length; group++)
        {
            var members = sizes[(group * GroupSize)..Math.Min(sizes.Length, (group + 1) * GroupSize)];
            var sums = groups[group] = new double[GroupSums];
            for (var pattern = 0; pattern < GroupSums; pattern++)
            {
                for (var i = 0; i < members.Length; i++)
                    sums[pattern] += (pattern >> i & 1) == 1 ? members[i] : -members[i];
            }
        }

        return groups;
    }
}
