using Candor.Evaluation.Comparison;

namespace Candor.Tests.Evaluation.Comparison;

public sealed class VerdictTests
{
    [Fact]
    public void AShownDifferenceHasItsSizeIntervalAndP()
    {
        var comparison = Compare(Right(200, i => i < 60), Right(200, i => i < 90));
        Assert.Matches(@"^higher by 15\.0 points, 95% \d+\.\d to \d+\.\d, p\(Holm\) <0\.0001$", Verdict.Of(comparison));
    }

    [Fact]
    public void ALowerOneReadsFromNearToFar()
    {
        var comparison = Compare(Right(200, i => i < 90), Right(200, i => i < 60));
        Assert.Matches(@"^lower by 15\.0 points, 95% (1[0-4]|9)\.\d to (1[6-9]|20)\.\d, p", Verdict.Of(comparison));
        Assert.Equal("-15.0", Verdict.Signed(comparison, comparison.Difference));
    }

    [Fact]
    public void WhereLessIsBetterItSaysSo()
    {
        var comparison = Compare(Right(200, i => i < 90), Right(200, i => i < 60), higherIsBetter: false);
        Assert.StartsWith("lower by 15.0 points (better), 95% ", Verdict.Of(comparison), StringComparison.Ordinal);
    }

    [Fact]
    public void NoEvidenceIsNotSaidToBeEquality()
    {
        var comparison = Compare(Right(400, i => i < 200), Right(400, i => i is > 3 and < 206));
        Assert.Matches(@"^no difference shown; \d\.\d points would have been seen$", Verdict.Of(comparison));
    }

    [Fact]
    public void AgreementIsSaidToBeAgreement()
    {
        Assert.Matches(@"^same on every document; \d\.\d points would have been seen$", Verdict.Of(Compare(Right(400, i => i < 200), Right(400, i => i < 200))));
        Assert.Equal("same on every document", Verdict.Of(Compare([0.5, 0.25], [0.5, 0.25])));
    }

    [Fact]
    public void WhereAllDifferAlikeNoIntervalIsClaimed()
    {
        var same = Compare(Right(400, i => i < 200), Right(400, i => i < 200));
        Assert.Equal("–", Verdict.Interval(same));
        var turned = Compare(Right(40, _ => false), Right(40, _ => true));
        Assert.Equal("–", Verdict.Interval(turned));
        Assert.Equal("higher by 100.0 points, on every document alike, p(Holm) <0.0001", Verdict.Of(turned));
        Assert.Matches(@"^\d+\.\d to \d+\.\d$", Verdict.Interval(Compare(Right(200, i => i < 60), Right(200, i => i < 90))));
    }

    [Fact]
    public void TooFewDocumentsAreSaidToBeTooFew() =>
        Assert.Equal("no difference shown; 4 documents are too few to show one", Verdict.Of(Compare([1, 0, 0, 0], [1, 1, 1, 1])));

    [Fact]
    public void OtherUnitsAreNotCalledPoints() =>
        Assert.Matches(@"^no difference shown; [\d.]+ would have been seen$", Verdict.Of(Compare([10, 12, 8, 11, 9, 10], [11, 11, 9, 12, 9, 10])));

    [Theory]
    [InlineData(0.00001, "<0.0001")]
    [InlineData(0.00042, "0.00042")]
    [InlineData(0.004, "0.004")]
    [InlineData(0.0436, "0.044")]
    [InlineData(0.3812, "0.38")]
    [InlineData(1, "1")]
    public void SmallPsAreNeverZero(double p, string expected) => Assert.Equal(expected, Verdict.P(p));

    private static MetricComparison Compare(double[] a, double[] b, bool higherIsBetter = true) =>
        Assert.Single(RunComparer.Compare([Run("a", a, higherIsBetter), Run("b", b, higherIsBetter)], new ComparisonOptions { Replicates = 2000 }).Comparisons);

    private static double[] Right(int n, Func<int, bool> isRight) => [.. Enumerable.Range(0, n).Select(i => isRight(i) ? 1.0 : 0)];

    private static EvaluationRun Run(string name, double[] values, bool higherIsBetter) => new()
    {
        Source = name,
        Harness = "test",
        Model = name,
        Tasks =
        [
            new TaskRun
            {
                Task = "t",
                Settings = new TaskSettings { Protocol = "p" },
                Scores =
                [
                    new MetricScores
                    {
                        Metric = "acc",
                        Filter = "none",
                        HigherIsBetter = higherIsBetter,
                        Aggregate = values.Average(),
                        Documents = [.. values.Select((value, i) => new DocumentScore { Key = $"{i}", Id = i, Value = value })],
                    },
                ],
            },
        ],
    };
}
