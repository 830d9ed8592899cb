using Candor.Statistics;
using CsCheck;

namespace Candor.Tests.Statistics;

public sealed class SignFlipTests
{
    /// <summary>The three ways of counting against plain enumeration of all sign vectors.</summary>
    [Fact]
    public void CountsWhatEnumerationCounts() => Gen.Double[-1, 1].Array[1, 12].Sample(
        differences => Assert.Equal(Enumerated(differences), SignFlipTest.Of(differences, seed: 0).P, 1e-12), iter: 200);

    [Fact]
    public void CountsDecimalsOnTheirGrid() => Gen.Int[-40, 40].Array[1, 12].Sample(
        steps =>
        {
            var differences = steps.Select(step => step / 100.0 + 0.3 - 0.3).ToArray();
            Assert.Equal(Enumerated(differences), SignFlipTest.Of(differences, seed: 0).P, 1e-12);
        },
        iter: 200);

    [Fact]
    public void OfRightAndWrongAnswersIsMcNemarsExactTest() => Gen.Select(Gen.Int[0, 300], Gen.Int[0, 300]).Sample(
        (onlyA, onlyB) =>
        {
            double[] differences = [.. Enumerable.Repeat(-1.0, onlyA), .. Enumerable.Repeat(1.0, onlyB), .. Enumerable.Repeat(0.0, 100)];
            var expected = new McNemarTest { BothRight = 100, OnlyARight = onlyA, OnlyBRight = onlyB, NeitherRight = 0 }.ExactP;
            var test = SignFlipTest.Of(differences, seed: 0);
            Assert.Equal(SignFlipMethod.Exact, test.Method);
            Assert.Equal(1, test.P / expected, 1e-9);
        },
        iter: 50);

    [Fact]
    public void ManyRightAndWrongAnswersStayExact()
    {
        double[] differences = [.. Enumerable.Repeat(-1.0, 2400), .. Enumerable.Repeat(1.0, 2500)];
        var test = SignFlipTest.Of(differences, seed: 0);
        Assert.Equal(SignFlipMethod.Exact, test.Method);
        Assert.Equal(1, test.P / new McNemarTest { BothRight = 0, OnlyARight = 2400, OnlyBRight = 2500, NeitherRight = 0 }.ExactP, 1e-9);
    }

    /// <summary>NumPy: bits of default_rng(5).integers(0, 2**32, (20000, 3)), low first, as the signs of |d|.</summary>
    [Fact]
    public void BeyondCountingItDrawsAndSaysSo()
    {
        var differences = Enumerable.Range(1, 70).Select(i => Math.Sin(i) / 10 + 0.02).ToArray();
        var test = SignFlipTest.Of(differences, seed: 5, draws: 20_000);
        Assert.Equal(SignFlipMethod.MonteCarlo, test.Method);
        Assert.Equal(20_000, test.Draws);
        Assert.Equal(0.016199190040497975, test.P, 1e-12);
    }

    [Fact]
    public void NoDifferenceIsNoEvidence() => Assert.Equal(new SignFlipTest(1, SignFlipMethod.Exact, 0), SignFlipTest.Of([0, 0, 0], seed: 0));

    [Fact]
    public void AValueThatIsNotANumberIsRefused() => Assert.Throws<ArgumentException>(() => SignFlipTest.Of([0.1, double.NaN], seed: 0));

    private static double Enumerated(double[] differences)
    {
        var bound = Math.Abs(differences.Sum()) - 1e-11 * differences.Sum(Math.Abs);
        var extreme = 0;
        for (var pattern = 0; pattern < 1 << differences.Length; pattern++)
        {
            var sum = 0.0;
            for (var i = 0; i < differences.Length; i++)
                sum += (pattern >> i & 1) == 1 ? differences[i] : -differences[i];
            if (Math.Abs(sum) >= bound)
                extreme++;
        }

        return extreme / (double)(1 << differences.Length);
    }
}
