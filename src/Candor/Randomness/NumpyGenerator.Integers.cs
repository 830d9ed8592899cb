using System.Numerics;

namespace Candor.Randomness;

/// <content>Bounded integers by Lemire's method, and what is made of them.</content>
public sealed partial class NumpyGenerator
{
    /// <summary><c>integers(low, high)</c>: uniform in [low, high).</summary>
    public long Integers(long low, long high)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(low, high);
        return (long)((ulong)low + UpTo((ulong)high - (ulong)low - 1));
    }

    /// <summary><c>integers(low, high, size)</c>.</summary>
    public long[] Integers(long low, long high, int size)
    {
        var result = new long[size];
        for (var i = 0; i < size; i++)
            result[i] = Integers(low, high);
        return result;
    }

    /// <summary><c>integers(0, high, destination.Length)</c> without taking memory: the indices of a bootstrap replicate.</summary>
    public void Integers(int high, Span<int> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(high);
        if (high == 1)
        {
            destination.Clear();
            return;
        }

        for (var i = 0; i < destination.Length; i++)
            destination[i] = (int)UpTo32((uint)high - 1);
    }

    /// <summary><c>shuffle(items)</c> of a list or a one-dimensional array, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)UpToByMask((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary><c>permutation(count)</c>.</summary>
    public int[] Permutation(int count)
    {
        var result = Range(count);
        Shuffle<int>(result);
        return result;
    }

    /// <summary><c>choice(population, size)</c>: with replacement, equal weights.</summary>
    public int[] Choice(int population, int size)
    {
        var result = new int[size];
        Integers(population, result);
        return result;
    }

    /// <summary><c>choice(population, size, replace=False)</c>.</summary>
    public int[] ChoiceWithoutReplacement(int population, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, population);
        // NumPy shuffles the tail of the whole range where the range is large and the sample not small, else samples as Floyd does.
        if (population > 10000 && size > population / 50)
        {
            var all = Range(population);
            ShuffleIndices(all, Math.Max(population - size, 1));
            return all[(population - size)..];
        }

        return SampleByFloyd(population, size);
    }

    private int[] SampleByFloyd(int population, int size)
    {
        var taken = new HashSet<int>();
        var result = new int[size];
        for (var j = population - size; j < population; j++)
        {
            var value = (int)UpTo((ulong)j);
            if (!taken.Add(value))
            {
                value = j;
                taken.Add(j);
            }

            result[j - (population - size)] = value;
        }

        ShuffleIndices(result, 1);
        return result;
    }

    /// <summary>The shuffle inside <c>choice</c>: unlike <c>shuffle</c> it draws by Lemire's method.</summary>
    private void ShuffleIndices(Span<int> items, int first)
    {
        for (var i = items.Length - 1; i >= first; i--)
        {
            var j = (int)UpTo32((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static int[] Range(int count)
    {
        var result = new int[count];
        for (var i = 0; i < count; i++)
            result[i] = i;
        return result;
    }

    /// <summary>Uniform in [0, <paramref name="largest"/>]; nothing is drawn for a range of one value.</summary>
    private ulong UpTo(ulong largest) => largest switch
    {
        0 => 0,
        < uint.MaxValue => UpTo32((uint)largest),
        uint.MaxValue => _words.NextUInt32(),
        ulong.MaxValue => _words.NextUInt64(),
        _ => UpTo64(largest),
    };

    private uint UpToByMask(uint largest)
    {
        var mask = (uint)((1UL << (32 - BitOperations.LeadingZeroCount(largest))) - 1);
        uint value;
        do
        {
            value = _words.NextUInt32() & mask;
        }
        while (value > largest);
        return value;
    }

    private uint UpTo32(uint largest)
    {
        var range = largest + 1;
        var product = (ulong)_words.NextUInt32() * range;
        if ((uint)product < range)
        {
            var threshold = (uint.MaxValue - largest) % range;
            while ((uint)product < threshold)
                product = (ulong)_words.NextUInt32() * range;
        }

        return (uint)(product >> 32);
    }

    private ulong UpTo64(ulong largest)
    {
        var range = largest + 1;
        var high = Math.BigMul(_words.NextUInt64(), range, out var low);
        if (low < range)
        {
            var threshold = (ulong.MaxValue - largest) % range;
            while (low < threshold)
                high = Math.BigMul(_words.NextUInt64(), range, out low);
        }

        return high;
    }
}
