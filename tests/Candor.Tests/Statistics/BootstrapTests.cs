using Candor.Statistics;

namespace Candor.Tests.Statistics;

public sealed class BootstrapTests
{
    public static TheoryData<int, string> WithLargeBootstrap
    {
        get
        {
            var rows = new TheoryData<int, string>();
            foreach (var row in StatisticsGoldens.Rows("arrays"))
            {
                if (StatisticsGoldens.Entry("arrays", row.Data.Item1).GetProperty("bootstrap").TryGetProperty("percentile_95_of_200000", out _))
                    rows.Add(row);
            }

            return rows;
        }
    }

    /// <summary>Another generator's Monte Carlo interval: within one step of the data's grid or a hundredth of the width.</summary>
    [Theory]
    [MemberData(nameof(WithLargeBootstrap))]
    public void AgreesWithAnotherGenerator(int index, string name)
    {
        var golden = StatisticsGoldens.Entry("arrays", index);
        var differences = StatisticsGoldens.Differences(golden);
        var expected = golden.GetProperty("bootstrap").Numbers("percentile_95_of_200000");
        var distribution = Bootstrap.OfMean(differences, seed: 1234, replicates: 100_000);
        var interval = distribution.Percentile();
        var grid = name.StartsWith("real", StringComparison.Ordinal) ? 0.001 : name.StartsWith("vqa", StringComparison.Ordinal) ? 1 / 3.0 : 1;
        var tolerance = Math.Max(grid / differences.Length, 0.01 * (expected[1] - expected[0])) + 1e-12;
        Assert.Equal(expected[0], interval.Low, tolerance);
        Assert.Equal(expected[1], interval.High, tolerance);
        Assert.Equal(golden.GetProperty("bootstrap").Number("exact_stderr"), distribution.StandardError, 0.02 * distribution.StandardError);
    }

    /// <summary>NumPy: np.quantile(v[default_rng(7).integers(0, 6, (1000, 6))].mean(1), [.025, .975]).</summary>
    [Fact]
    public void RepeatsNumPyToTheLastDigits()
    {
        var interval = Bootstrap.OfMean([0.25, -0.5, 1, 0, 0.125, -0.75], seed: 7, replicates: 1000).Percentile();
        StatisticsGoldens.Close([-0.4583333333333333, 0.4583333333333333], interval);
    }

    /// <summary>NumPy: sums[i].sum(1) / sizes[i].sum(1) with i = default_rng(7).integers(0, 3, (1000, 3)).</summary>
    [Fact]
    public void ClustersAreDrawnWhole()
    {
        var distribution = Bootstrap.OfClusteredMean([0.25, -0.5, 1, 0, 0.125, -0.75], [0, 0, 1, 2, 2, 2], seed: 7, replicates: 1000);
        StatisticsGoldens.Close([-0.20833333333333334, 1.0], distribution.Percentile());
        StatisticsGoldens.Close(0.2565611973087583, distribution.StandardError);
    }

    [Fact]
    public void ClustersOfOneAreTheOrdinaryBootstrap()
    {
        double[] values = [0.3, 0.1, -0.2, 0.9];
        var single = Bootstrap.OfMean(values, seed: 3, replicates: 500).Percentile();
        var clustered = Bootstrap.OfClusteredMean(values, [0, 1, 2, 3], seed: 3, replicates: 500).Percentile();
        StatisticsGoldens.Close([single.Low, single.High], clustered);
    }

    [Fact]
    public void EqualValuesInAClusterWidenTheInterval()
    {
        var values = Enumerable.Range(0, 120).Select(i => (i / 4 % 3) - 1.0).ToArray();
        var clusters = Enumerable.Range(0, 120).Select(i => i / 4).ToArray();
        var single = Bootstrap.OfMean(values, seed: 3).Percentile();
        var clustered = Bootstrap.OfClusteredMean(values, clusters, seed: 3).Percentile();
        Assert.InRange((clustered.High - clustered.Low) / (single.High - single.Low), 1.8, 2.2);
    }
}
