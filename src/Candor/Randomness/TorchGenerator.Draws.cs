namespace Candor.Randomness;

/// <content>
/// Waiting times, coins and choices as torch's own kernels draw them. A libtorch with MKL may take long tensors of the first two from
/// MKL's stream instead.
/// </content>
public sealed partial class TorchGenerator
{
    /// <summary><c>tensor.exponential_()</c> of a float32 tensor.</summary>
    public void Exponential(Span<float> values)
    {
        foreach (ref var value in values)
            value = (float)-LogOnePlus.Of(-NextDouble());
    }

    /// <summary><c>tensor.bernoulli_(probability)</c>: 1 with this probability, else 0. <c>dropout(p)</c> keeps where 1 − p gives 1.</summary>
    public void Bernoulli(Span<float> values, double probability)
    {
        foreach (ref var value in values)
            value = NextDouble() < probability ? 1 : 0;
    }

    /// <summary><c>multinomial(weights, count)</c> of one or more rows of weights, without replacement.</summary>
    /// <param name="weights">Not negative, row after row; they need not sum to one.</param>
    /// <param name="columns">Weights of a row.</param>
    /// <param name="count">Draws of each row.</param>
    /// <returns>The columns drawn, <paramref name="count"/> a row.</returns>
    public int[] Choose(ReadOnlySpan<float> weights, int columns, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length % columns, 0, nameof(columns));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, columns);
        var scores = new float[weights.Length];
        Exponential(scores);
        for (var i = 0; i < scores.Length; i++)
            scores[i] = weights[i] / scores[i];
        var chosen = new List<int>(weights.Length / columns * count);
        for (var start = 0; start < scores.Length; start += columns)
        {
            var first = start;
            chosen.AddRange(Enumerable.Range(0, columns).OrderByDescending(i => scores[first + i]).Take(count));
        }

        return [.. chosen];
    }

    /// <summary><c>multinomial(weights, count, replacement=True)</c> of one or more rows of weights.</summary>
    /// <inheritdoc cref="Choose" />
    public int[] ChooseWithReplacement(ReadOnlySpan<float> weights, int columns, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length % columns, 0, nameof(columns));
        var chosen = new List<int>(weights.Length / columns * count);
        for (var start = 0; start < weights.Length; start += columns)
        {
            var upTo = Cumulative(weights.Slice(start, columns));
            for (var i = 0; i < count; i++)
            {
                var draw = NextDouble();
                chosen.Add(Math.Min(upTo.TakeWhile(sum => sum < draw).Count(), columns - 1));
            }
        }

        return [.. chosen];
    }

    private static float[] Cumulative(ReadOnlySpan<float> weights)
    {
        var sums = new float[weights.Length];
        var sum = 0f;
        for (var i = 0; i < weights.Length; i++)
            sums[i] = sum += weights[i];
        for (var i = 0; i < weights.Length; i++)
            sums[i] /= sum;
        return sums;
    }
}
