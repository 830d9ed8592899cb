using MathNet.Numerics.Distributions;

namespace Candor.Statistics;

/// <summary>McNemar's test of two paired sets of right and wrong answers: only the documents on which they disagree count.</summary>
public sealed record McNemarTest
{
    /// <summary>Documents that both answer rightly.</summary>
    public required int BothRight { get; init; }

    /// <summary>Documents that only the first answers rightly.</summary>
    public required int OnlyARight { get; init; }

    /// <summary>Documents that only the second answers rightly.</summary>
    public required int OnlyBRight { get; init; }

    /// <summary>Documents that neither answers rightly.</summary>
    public required int NeitherRight { get; init; }

    /// <summary>Documents with one right and one wrong answer.</summary>
    public int Discordant => OnlyARight + OnlyBRight;

    /// <summary>Exact two-sided p: the binomial test of the discordant documents against one half. 1 without any.</summary>
    public double ExactP => Binomial.FairTwoSided(Discordant, OnlyARight);

    /// <summary>Mid-p: half of the observed outcome's probability counted in each tail.</summary>
    public double MidP
    {
        get
        {
            var fewer = Math.Min(OnlyARight, OnlyBRight);
            return Math.Min(1, 2 * Binomial.FairLowerTail(Discordant, fewer) - Binomial.Mass(Discordant, fewer, 0.5));
        }
    }

    /// <summary>(b − c)²/(b + c); NaN without discordant documents.</summary>
    public double ChiSquared => Square(OnlyARight - OnlyBRight) / Discordant;

    /// <summary>p of <see cref="ChiSquared"/> at one degree of freedom.</summary>
    public double ChiSquaredP => UpperTail(ChiSquared);

    /// <summary>(|b − c| − 1)²/(b + c), Edwards' continuity correction; NaN without discordant documents.</summary>
    public double CorrectedChiSquared => Square(Math.Abs(OnlyARight - OnlyBRight) - 1) / Discordant;

    /// <summary>p of <see cref="CorrectedChiSquared"/> at one degree of freedom.</summary>
    public double CorrectedChiSquaredP => UpperTail(CorrectedChiSquared);

    /// <summary>Counts the four kinds of documents. Null where a value is neither 0 nor 1: then there is nothing right or wrong.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static McNemarTest? Of(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"paired values must have one length, found {a.Length} and {b.Length}");

        Span<int> counts = stackalloc int[4];
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] is not (0 or 1) || b[i] is not (0 or 1))
                return null;
            counts[2 * (int)a[i] + (int)b[i]]++;
        }

        return new McNemarTest { BothRight = counts[3], OnlyARight = counts[2], OnlyBRight = counts[1], NeitherRight = counts[0] };
    }

    private static double Square(double value) => value * value;

    // The square of a standard normal: accurate in the far tail, where 1 − CDF is not.
    private static double UpperTail(double chiSquared) => 2 * Normal.CDF(0, 1, -Math.Sqrt(chiSquared));
}
