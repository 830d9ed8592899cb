namespace Candor.Statistics;

/// <summary>p-values adjusted for a family of tests; an adjusted value below α is a finding at α. The order is kept.</summary>
public static class MultipleTesting
{
    /// <summary>Bonferroni: p·m. Bounds the chance of any false finding.</summary>
    public static double[] Bonferroni(ReadOnlySpan<double> p)
    {
        var adjusted = new double[p.Length];
        for (var i = 0; i < p.Length; i++)
            adjusted[i] = Math.Min(1, p[i] * p.Length);
        return adjusted;
    }

    /// <summary>Holm 1979, stepping down: bounds the chance of any false finding, never weaker than Bonferroni.</summary>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var order = Order(p);
        var adjusted = new double[p.Length];
        var largest = 0.0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            largest = Math.Max(largest, Math.Min(1, p[order[rank]] * (p.Length - rank)));
            adjusted[order[rank]] = largest;
        }

        return adjusted;
    }

    /// <summary>Benjamini and Hochberg 1995, stepping up: bounds the expected share of false findings among the findings.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> p)
    {
        var order = Order(p);
        var adjusted = new double[p.Length];
        var smallest = 1.0;
        for (var rank = order.Length - 1; rank >= 0; rank--)
        {
            smallest = Math.Min(smallest, p[order[rank]] * p.Length / (rank + 1));
            adjusted[order[rank]] = smallest;
        }

        return adjusted;
    }

    private static int[] Order(ReadOnlySpan<double> p)
    {
        var order = new int[p.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (double.IsNaN(p[i]) || p[i] < 0 || p[i] > 1)
                throw new ArgumentOutOfRangeException(nameof(p), $"a p-value lies between 0 and 1, found {p[i]}");
            order[i] = i;
        }

        var keys = p.ToArray();
        Array.Sort(keys, order);
        return order;
    }
}
