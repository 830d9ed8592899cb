namespace Candor.Randomness;

/// <content>Orders and selections.</content>
public sealed partial class PythonRandom
{
    /// <summary><c>shuffle(items)</c>, in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary><c>choice(items)</c>.</summary>
    public T Choice<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        return items[Below(items.Count)];
    }

    /// <summary><c>sample(items, count)</c>: <paramref name="count"/> of the items without repetition, in the order drawn.</summary>
    public T[] Sample<T>(IReadOnlyList<T> items, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Array.ConvertAll(SampleIndices(items.Count, count), i => items[i]);
    }

    /// <summary><c>sample(range(population), count)</c>.</summary>
    public int[] SampleIndices(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);
        // Python's estimate of which of a list and a set takes less memory; the two draw differently.
        var setSize = count > 5 ? 21 + Math.Pow(4, Math.Ceiling(Math.Log(count * 3.0) / Math.Log(4))) : 21;
        return population <= setSize ? SampleFromPool(population, count) : SampleFromSet(population, count);
    }

    /// <summary><c>choices(items, k=count)</c>: with repetition, equal weights.</summary>
    public T[] Choices<T>(IReadOnlyList<T> items, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfZero(items.Count);
        var result = new T[count];
        for (var i = 0; i < count; i++)
            result[i] = items[(int)Math.Floor(Random() * items.Count)];
        return result;
    }

    /// <summary><c>choices(items, weights, k=count)</c>: with repetition.</summary>
    public T[] Choices<T>(IReadOnlyList<T> items, ReadOnlySpan<double> weights, int count)
    {
        ArgumentNullException.ThrowIfNull(items);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, items.Count);
        var cumulative = new double[weights.Length];
        var total = 0.0;
        for (var i = 0; i < weights.Length; i++)
            cumulative[i] = total += weights[i];
        if (!(total > 0) || double.IsInfinity(total))
            throw new ArgumentException("the sum of the weights must be positive and finite", nameof(weights));

        var result = new T[count];
        for (var i = 0; i < count; i++)
            result[i] = items[BisectRight(cumulative.AsSpan(0, cumulative.Length - 1), Random() * total)];
        return result;
    }

    private int[] SampleFromPool(int population, int count)
    {
        var pool = new int[population];
        for (var i = 0; i < population; i++)
            pool[i] = i;
        var result = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = Below(population - i);
            result[i] = pool[j];
            pool[j] = pool[population - i - 1];
        }

        return result;
    }

    private int[] SampleFromSet(int population, int count)
    {
        var taken = new HashSet<int>();
        var result = new int[count];
        for (var i = 0; i < count; i++)
        {
            do
            {
                result[i] = Below(population);
            }
            while (!taken.Add(result[i]));
        }

        return result;
    }

    private static int BisectRight(ReadOnlySpan<double> sorted, double value)
    {
        var low = 0;
        var high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (value < sorted[middle])
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
