using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class ClusteredErrorTests
{
    public static TheoryData<int, string> Cases => StatisticsGoldens.Rows("clustered");

    [Theory]
    [MemberData(nameof(Cases))]
    public void StandardErrors(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("clustered", index);
        var (values, clusters) = (golden.Numbers("values"), golden.Integers("clusters"));
        Assert.NotEmpty(name);
        StatisticsGoldens.Close(golden.Number("mean"), Moments.Mean(values));
        StatisticsGoldens.Close(golden.Number("stderr"), Moments.StandardError(values));
        StatisticsGoldens.Close(golden.Number("clustered_stderr"), ClusteredError.OfMean(values, clusters, corrected: false));
        StatisticsGoldens.Close(golden.Number("clustered_stderr_corrected"), ClusteredError.OfMean(values, clusters));
    }

    [Fact]
    public void OneClusterSaysNothingAboutTheSpread() => Assert.Equal(double.NaN, ClusteredError.OfMean([1, 2, 3], [0, 0, 0]));
}
