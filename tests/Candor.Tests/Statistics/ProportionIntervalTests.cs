using System.Globalization;
using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class ProportionIntervalTests
{
    public static TheoryData<int, string> Proportions => StatisticsGoldens.ArraysWith("proportion_b");

    [Theory]
    [MemberData(nameof(Proportions))]
    public void Wilson(int index, string name) => Check(index, name, "wilson", ProportionInterval.Wilson);

    [Theory]
    [MemberData(nameof(Proportions))]
    public void ClopperPearson(int index, string name) => Check(index, name, "beta", ProportionInterval.ClopperPearson);

    private static void Check(int index, string name, string kind, Func<int, int, double, Interval> interval)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var b = golden.Numbers("b");
        Assert.Equal(name, golden.GetProperty("name").GetString());
        foreach (var expected in golden.GetProperty("proportion_b").GetProperty(kind).EnumerateObject())
        {
            var level = double.Parse(expected.Name, CultureInfo.InvariantCulture);
            StatisticsGoldens.Close(golden.GetProperty("proportion_b").GetProperty(kind).Numbers(expected.Name), interval((int)b.Sum(), b.Length, level));
        }
    }
}
