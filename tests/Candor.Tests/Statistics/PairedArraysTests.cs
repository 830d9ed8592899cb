using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class PairedArraysTests
{
    public static TheoryData<int, string> Arrays => StatisticsGoldens.Rows("arrays");

    public static TheoryData<int, string> WithT => StatisticsGoldens.ArraysWith("paired_t");

    [Theory]
    [MemberData(nameof(Arrays))]
    public void MeansAndStandardErrors(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var a = golden.Numbers("a");
        var differences = StatisticsGoldens.Differences(golden);
        Assert.Equal(name, golden.GetProperty("name").GetString());
        StatisticsGoldens.Close(golden.Number("mean_a"), Moments.Mean(a));
        StatisticsGoldens.Close(golden.Number("stderr_a"), Moments.StandardError(a));
        StatisticsGoldens.Close(golden.Number("mean_difference"), Moments.Mean(differences));
        StatisticsGoldens.Close(golden.Number("stderr_difference"), Moments.StandardError(differences));
    }

    [Theory]
    [MemberData(nameof(WithT))]
    public void PairedT(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var expected = golden.GetProperty("paired_t");
        var test = PairedTTest.Of(StatisticsGoldens.Differences(golden));
        Assert.NotNull(test);
        Assert.Equal(name, golden.GetProperty("name").GetString());
        Assert.Equal(expected.GetProperty("df").GetInt32(), test.DegreesOfFreedom);
        StatisticsGoldens.Close(expected.Number("t"), test.T);
        StatisticsGoldens.Close(expected.Number("p"), test.P);
        StatisticsGoldens.Close([expected.Number("low"), expected.Number("high")], test.Interval);
    }

    [Fact]
    public void PairedTHasNoValueWhereAllDifferencesAreEqual()
    {
        Assert.Null(PairedTTest.Of([0.1, 0.1, 0.1]));
        Assert.Null(PairedTTest.Of([0.5]));
        Assert.Null(PairedTTest.Of([]));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void SignFlipIsExact(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var test = SignFlipTest.Of(StatisticsGoldens.Differences(golden), seed: 1);
        Assert.Equal(name, golden.GetProperty("name").GetString());
        Assert.Equal(SignFlipMethod.Exact, test.Method);
        StatisticsGoldens.Close(golden.GetProperty("sign_flip").Number("p"), test.P);
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void BootstrapWithFixedIndices(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var expected = golden.GetProperty("bootstrap");
        var differences = StatisticsGoldens.Differences(golden);
        var replicates = expected.GetProperty("indices").EnumerateArray()
            .Select(row => Bootstrap.MeanAt(differences, [.. row.EnumerateArray().Select(i => i.GetInt32())])).ToArray();
        var expectedReplicates = expected.Numbers("replicates");
        Assert.Equal(name, golden.GetProperty("name").GetString());
        Assert.Equal(expectedReplicates.Length, replicates.Length);
        for (var i = 0; i < replicates.Length; i++)
            StatisticsGoldens.Close(expectedReplicates[i], replicates[i]);

        var distribution = new BootstrapDistribution(replicates);
        StatisticsGoldens.Close(expected.Number("stderr"), distribution.StandardError);
        StatisticsGoldens.Close(expected.Numbers("percentile_95"), distribution.Percentile());
    }
}
