using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class PowerTests
{
    public static TheoryData<int, string> Powers => StatisticsGoldens.Rows("paired_t_power");

    public static TheoryData<int, string> SampleSizes => StatisticsGoldens.Rows("paired_t_sample_size");

    [Theory]
    [MemberData(nameof(Powers))]
    public void PairedT(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("paired_t_power", index);
        Assert.NotEmpty(name);
        StatisticsGoldens.Close(golden.Number("power"), PairedTPower.Power(golden.Number("effect_size"), golden.Number("n"), golden.Number("alpha")));
    }

    /// <summary>
    /// A sample size is the root of the power. The reference values are a solver's: in 30-digit arithmetic the power at the one of
    /// 33.367131 misses 0.8 by 2.8e-8, at ours by 3e-14. So the root is held to 1e-9, the reference to the solver's seven digits.
    /// </summary>
    [Theory]
    [MemberData(nameof(SampleSizes))]
    public void PairedTSampleSize(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("paired_t_sample_size", index);
        Assert.NotEmpty(name);
        var n = PairedTPower.SampleSize(golden.Number("effect_size"), golden.Number("power"), golden.Number("alpha"));
        StatisticsGoldens.Close(golden.Number("power"), PairedTPower.Power(golden.Number("effect_size"), n, golden.Number("alpha")));
        Assert.Equal(golden.Number("n"), n, 1e-7 * n);
    }

    /// <summary>scipy.stats.nct.cdf, and limits where it divides by zero.</summary>
    [Theory]
    [InlineData(2.0, 3, 1, 0.7436298684076654)]
    [InlineData(12.7, 1, 2, 0.8747161943558133)]
    [InlineData(-2, 10, 1, 0.003302485766631467)]
    [InlineData(1.98, 100, 45, 0)]
    [InlineData(100, 1000, 45, 1)]
    public void NoncentralTDistribution(double t, double freedom, double noncentrality, double expected) =>
        StatisticsGoldens.Close(expected, NoncentralT.Cdf(t, freedom, noncentrality));

    /// <summary>The difference that is called detectable is the one whose power is 80 %, at the observed share of discordant documents.</summary>
    [Theory]
    [InlineData(817, 120)]
    [InlineData(200, 60)]
    [InlineData(3885, 700)]
    public void ADetectableProportionHasTheNamedPower(int n, int discordant)
    {
        var difference = DetectableDifference.OfProportions(n, discordant);
        Assert.NotNull(difference);
        var share = discordant / (double)n;
        Assert.Equal(n, McNemarPower.SampleSize((share + difference.Value) / 2, (share - difference.Value) / 2), 1e-6 * n);
        Assert.InRange(McNemarPower.Exact(n, (share + difference.Value) / 2, (share - difference.Value) / 2), 0.74, 0.84);
    }

    [Fact]
    public void AgreementOnEveryDocumentStillHidesSmallDifferences()
    {
        var difference = DetectableDifference.OfProportions(100, 0);
        Assert.NotNull(difference);
        Assert.InRange(difference.Value, 0.06, 0.12);
        Assert.InRange(McNemarPower.Exact(100, difference.Value, 0), 0.6, 0.95);
    }

    [Fact]
    public void FiveDocumentsCannotShowAnything() => Assert.Null(DetectableDifference.OfProportions(5, 3));

    [Fact]
    public void ADetectableMeanIsAbout2Point8StandardErrors()
    {
        Assert.Equal(2.8016, DetectableDifference.OfMeans(1, 1_000_000)!.Value, 1e-3);
        Assert.Null(DetectableDifference.OfMeans(0, 10));
        Assert.Null(DetectableDifference.OfMeans(double.NaN, 0));
    }
}
