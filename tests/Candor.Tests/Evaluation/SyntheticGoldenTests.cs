using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.Evaluation.Planning;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation;

/// <summary>Every task under every protocol, on every row, with the pseudo model: what the harnesses themselves gave.</summary>
public sealed class SyntheticGoldenTests
{
    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void RequestsAreTheHarnesss(string size, string protocol, string name)
    {
        var (golden, planned) = Load(size, protocol, name);

        Assert.Equal(golden.GetProperty("requests").GetProperty("loglikelihood").GetInt32(), planned.RequestCount);
        Assert.Equal(golden.GetProperty("requests_sha256").GetProperty("loglikelihood").GetString(), planned.RequestsSha256);
        Assert.Equal(golden.GetProperty("version").GetRawText(), planned.Edition.Version);
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void DocumentsComeInTheHarnesssOrder(string size, string protocol, string name)
    {
        var (golden, planned) = Load(size, protocol, name);

        var rows = planned.Documents.Select(document => document.Row);
        Assert.Equal(
            golden.TryGetProperty("order", out var order) ? order.Deserialize<int[]>()! : Enumerable.Range(0, planned.OriginalCount), rows);
        var hashes = planned.Documents.Select(document => Hash(document.Context)[..8]);
        Assert.Equal(golden.GetProperty("context_sha256_first8").GetString(), string.Concat(hashes));
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void MetricsOfEveryDocumentAreTheHarnesss(string size, string protocol, string name)
    {
        var (golden, planned) = Load(size, protocol, name);
        var documents = GoldenSet.Outcome(size, protocol, name).Tasks[0].Documents;

        foreach (var (i, metric) in planned.Edition.Metrics.Index())
        {
            var expected = golden.GetProperty("metrics").GetProperty(metric.Name);
            var actual = documents.Select(document => document.Values[i]).ToArray();
            if (expected.ValueKind == JsonValueKind.String)
                Assert.Equal(expected.GetString(), string.Concat(actual.Select(value => value.ToString(CultureInfo.InvariantCulture))));
            else
                AssertClose(expected.Deserialize<double[]>()!, actual);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void AggregatesAndErrorsAreTheHarnesss(string size, string protocol, string name)
    {
        var golden = Golden(size, protocol, name);
        Assert.Equal(GoldenSet.Seed, golden.GetProperty("seed").GetString());

        var outcome = GoldenSet.Outcome(size, protocol, name);

        using var results = JsonDocument.Parse(outcome.ResultsJson);
        var actual = results.RootElement.GetProperty("results").GetProperty(name);
        foreach (var expected in golden.GetProperty("results").EnumerateObject())
        {
            var key = expected.Name.Contains(',', StringComparison.Ordinal) || protocol != "paper2023" ? expected.Name : expected.Name + ",none";
            if (expected.Value.ValueKind == JsonValueKind.Number)
                Assert.Equal(expected.Value.GetDouble(), actual.GetProperty(key).GetDouble(), 1e-9);
            else
                Assert.Equal(expected.Value.GetString(), actual.GetProperty(key).GetString());
        }

        if (golden.TryGetProperty("task_hash", out var hash))
            Assert.Equal(hash.GetString(), outcome.Tasks[0].TaskHash);
    }

    private static (JsonElement Golden, PlannedTask Planned) Load(string size, string protocol, string name) =>
        (Golden(size, protocol, name), GoldenSet.Plan(size, protocol, name));

    private static JsonElement Golden(string size, string protocol, string name) =>
        Goldens.Json(Path.Combine(GoldenSet.LmEval(size), "synthetic", GoldenSet.Folder(protocol), name + ".json"));

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-9 * Math.Abs(expected[i]), $"document {i}: {expected[i]} against {actual[i]}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
