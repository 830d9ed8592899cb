using Candor.Randomness;

namespace Candor.Training;

/// <summary>
/// The order of rows in each epoch as the reference draws it (<c>data_rng: torch</c>): torch's global generator is seeded once, each epoch
/// takes two 64-bit draws from it, and the low half of the second seeds the generator of the epoch's <c>randperm</c>.
/// </summary>
public static class EpochOrder
{
    private const int WordsPerEpoch = 4;

    /// <summary>Row numbers in the order of an epoch.</summary>
    /// <param name="seed">The run's <c>seed</c>.</param>
    /// <param name="epoch">Counted from 0.</param>
    /// <param name="rows">Rows of the data.</param>
    public static int[] Of(int seed, int epoch, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        var global = new MersenneTwister((uint)seed);
        uint word = 0;
        for (var i = 0L; i < WordsPerEpoch * (epoch + 1L); i++)
            word = global.NextUInt32();
        return new TorchGenerator(word).Permutation(rows);
    }
}
