using Candor.Statistics;
using CsCheck;

namespace Candor.Tests.Statistics;

public sealed class MultipleTestingTests
{
    public static TheoryData<int, string> Families => StatisticsGoldens.Rows("multiple_testing");

    [Theory]
    [MemberData(nameof(Families))]
    public void Holm(int index, string name) => Check(index, name, "holm", p => MultipleTesting.Holm(p));

    [Theory]
    [MemberData(nameof(Families))]
    public void BenjaminiHochberg(int index, string name) => Check(index, name, "fdr_bh", p => MultipleTesting.BenjaminiHochberg(p));

    [Theory]
    [MemberData(nameof(Families))]
    public void Bonferroni(int index, string name) => Check(index, name, "bonferroni", p => MultipleTesting.Bonferroni(p));

    [Fact]
    public void EachMethodIsAtLeastAsSharpAsTheStricter() => Gen.Double[0, 1].Array[1, 30].Sample(p =>
    {
        var (bonferroni, holm, hochberg) = (MultipleTesting.Bonferroni(p), MultipleTesting.Holm(p), MultipleTesting.BenjaminiHochberg(p));
        return p.Select((_, i) => i).All(i => bonferroni[i] >= holm[i] && holm[i] >= hochberg[i] - 1e-15 && hochberg[i] >= p[i] - 1e-15);
    });

    [Fact]
    public void AValueThatIsNoProbabilityIsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => MultipleTesting.Holm([0.5, double.NaN]));

    private static void Check(int index, string name, string method, Func<double[], double[]> adjust)
    {
        Assert.NotNull(name);
        var golden = StatisticsGoldens.Entry("multiple_testing", index);
        var expected = golden.GetProperty(method).Numbers("adjusted");
        var rejected = golden.GetProperty(method).GetProperty("reject_05").EnumerateArray().Select(v => v.GetBoolean()).ToArray();
        var adjusted = adjust(golden.Numbers("p"));
        Assert.Equal(expected.Length, adjusted.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            StatisticsGoldens.Close(expected[i], adjusted[i]);
            Assert.Equal(rejected[i], adjusted[i] <= 0.05);
        }
    }
}
