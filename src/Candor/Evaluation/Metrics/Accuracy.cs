namespace Candor.Evaluation.Metrics;

/// <summary>Is the most likely answer right?</summary>
public static class Accuracy
{
    /// <summary>The metric.</summary>
    /// <param name="name">Its key in result files.</param>
    /// <param name="set">Which of a document's choice sets it looks at.</param>
    public static Metric Of(string name, int set = 0) => new(
        name,
        IsProportion: true,
        (document, answers) => document.Sets[set].Labels[ArgMax(document.LogLikelihoods(set, answers))],
        document => document.Sets[set].Labels.Average());

    /// <summary>Position of the first maximum; of the first NaN where there is one, as NumPy's argmax.</summary>
    public static int ArgMax(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (double.IsNaN(values[i]))
                return i;
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }
}
