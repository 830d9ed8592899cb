using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class McNemarTests
{
    public static TheoryData<int, string> Binary => StatisticsGoldens.ArraysWith("mcnemar");

    public static TheoryData<int, string> ExactPowers => StatisticsGoldens.Rows("mcnemar_exact_power");

    public static TheoryData<int, string> SampleSizes => StatisticsGoldens.Rows("mcnemar_sample_size");

    [Theory]
    [MemberData(nameof(Binary))]
    public void AllForms(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var expected = golden.GetProperty("mcnemar");
        var test = McNemarTest.Of(golden.Numbers("a"), golden.Numbers("b"));
        Assert.NotNull(test);
        Assert.Equal(name, golden.GetProperty("name").GetString());
        Assert.Equal([test.BothRight, test.OnlyARight], expected.GetProperty("table")[0].EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal([test.OnlyBRight, test.NeitherRight], expected.GetProperty("table")[1].EnumerateArray().Select(v => v.GetInt32()));
        StatisticsGoldens.Close(expected.Number("exact_p"), test.ExactP);
        if (test.Discordant == 0)
            return;

        StatisticsGoldens.Close(expected.Number("mid_p"), test.MidP);
        StatisticsGoldens.Close(expected.Number("chi2"), test.ChiSquared);
        StatisticsGoldens.Close(expected.Number("chi2_p"), test.ChiSquaredP);
        StatisticsGoldens.Close(expected.Number("chi2_corrected"), test.CorrectedChiSquared);
        StatisticsGoldens.Close(expected.Number("chi2_corrected_p"), test.CorrectedChiSquaredP);
    }

    [Fact]
    public void ValuesThatAreNotRightOrWrongHaveNoTable() => Assert.Null(McNemarTest.Of([0, 0.5], [1, 1]));

    [Fact]
    public void SmallTailsKeepTheirDigits() => // 2 · Σ_{k≤3} C(400, k) / 2^400
        Assert.Equal(1, Table(3, 397).ExactP / 8.261788365657919e-114, 1e-11);

    [Theory]
    [MemberData(nameof(ExactPowers))]
    public void ExactPower(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("mcnemar_exact_power", index);
        Assert.NotEmpty(name);
        StatisticsGoldens.Close(
            golden.Number("power"),
            McNemarPower.Exact(golden.GetProperty("n").GetInt32(), golden.Number("p10"), golden.Number("p01"), golden.Number("alpha")));
    }

    [Theory]
    [MemberData(nameof(SampleSizes))]
    public void SampleSize(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("mcnemar_sample_size", index);
        Assert.NotEmpty(name);
        StatisticsGoldens.Close(
            golden.Number("n"), McNemarPower.SampleSize(golden.Number("p10"), golden.Number("p01"), golden.Number("power"), golden.Number("alpha")));
    }

    private static McNemarTest Table(int onlyA, int onlyB) => new() { BothRight = 0, OnlyARight = onlyA, OnlyBRight = onlyB, NeitherRight = 0 };
}
