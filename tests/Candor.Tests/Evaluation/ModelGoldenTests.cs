using System.Text.Json;
using Candor.Evaluation.Running;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation;

/// <summary>With the reference model's own log-likelihoods: metrics, aggregates and files as the harness wrote them.</summary>
public sealed class ModelGoldenTests
{
    /// <summary>The large goldens hold the first 40 documents of a task, the small ones all.</summary>
    private static int? Limit(string size) => size == "small" ? null : 40;

    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void MetricsOfTheModelsAnswersAreTheHarnesss(string size, string protocol, string name)
    {
        var golden = Golden(size, protocol, name);
        var outcome = Run(size, protocol, name, golden, output: null);

        var documents = golden.GetProperty("docs").EnumerateArray().ToArray();
        Assert.Equal(documents.Select(document => document.GetProperty("row").GetInt32()), outcome.Tasks[0].Documents.Select(d => d.Document.Row));
        foreach (var (expected, actual) in documents.Zip(outcome.Tasks[0].Documents))
        {
            foreach (var (metric, value) in outcome.Tasks[0].Task.Edition.Metrics.Zip(actual.Values))
                AssertClose(Number(expected.GetProperty("metrics").GetProperty(metric.Name)), value);
        }
    }

    [Theory]
    [MemberData(nameof(GoldenSet.Tasks), MemberType = typeof(GoldenSet))]
    public void AggregatesAreThoseOfTheHarnesssResultFile(string size, string protocol, string name)
    {
        var outcome = Run(size, protocol, name, Golden(size, protocol, name), output: null);

        var file = name.StartsWith("ethics", StringComparison.Ordinal) ? "results_ethics.json" : "results_truthfulqa.json";
        var expected = Goldens.Json(Path.Combine(GoldenSet.LmEval(size), GoldenSet.Folder(protocol), file));
        using var document = JsonDocument.Parse(outcome.ResultsJson);
        var actual = document.RootElement.GetProperty("results").GetProperty(name);
        foreach (var metric in expected.GetProperty("results").GetProperty(name).EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Number))
            AssertClose(metric.Value.GetDouble(), actual.GetProperty(protocol == "paper2023" ? metric.Name + ",none" : metric.Name).GetDouble());
        Assert.Equal(
            expected.GetProperty("versions").GetProperty(name).GetRawText(),
            document.RootElement.GetProperty("versions").GetProperty(name).GetRawText());
    }

    [Theory]
    [InlineData("small")]
    [InlineData("shared")]
    public void ResultFileHasTheHarnesssKeysAndRunIndependentValues(string size)
    {
        var names = GoldenSet.TaskNames("lm-eval-0.4").Where(name => name.StartsWith("ethics", StringComparison.Ordinal)).ToArray();
        using var model = new ReplayModel(names.Select(name => Golden(size, "lm-eval-0.4", name)));
        var outcome = new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(GoldenSet.Build(size, "lm-eval-0.4", names, Limit(size)), cancellation: TestContext.Current.CancellationToken);

        using var document = JsonDocument.Parse(outcome.ResultsJson);
        var expected = Goldens.Json(Path.Combine(GoldenSet.LmEval(size), "new", "results_ethics.json"));
        var left = expected.EnumerateObject().Select(p => p.Name).Except(document.RootElement.EnumerateObject().Select(p => p.Name));
        // Written where a Hugging Face tokenizer is at hand; our model is described by its digests in run.json.
        Assert.Equal(["eot_token_id", "tokenizer_bos_token", "tokenizer_eos_token", "tokenizer_pad_token"], left.Order(StringComparer.Ordinal));
        foreach (var key in new[] { "versions", "n-shot", "n-samples", "task_hashes", "group_subtasks" })
            Assert.True(JsonElement.DeepEquals(expected.GetProperty(key), document.RootElement.GetProperty(key)), key);
        foreach (var key in new[] { "limit", "bootstrap_iters", "gen_kwargs", "use_cache", "random_seed", "numpy_seed", "torch_seed", "fewshot_seed" })
            Assert.Equal(expected.GetProperty("config").GetProperty(key).GetRawText(), document.RootElement.GetProperty("config").GetProperty(key).GetRawText());
    }

    [Theory]
    [MemberData(nameof(TasksWithSamples))]
    public void SampleRowsAreTheHarnesssByteForByte(string size, string name)
    {
        using var folder = new TemporaryFolder();
        Run(size, "lm-eval-0.4", name, Golden(size, "lm-eval-0.4", name), folder.FullPath);

        var actual = File.ReadAllLines(Directory.GetFiles(folder.File("tiny-llama"), $"samples_{name}_*.jsonl").Single());
        var expected = File.ReadAllLines(Path.Combine(GoldenSet.LmEval(size), "new", $"samples_{name}.jsonl"));
        Assert.NotEmpty(expected);
        foreach (var (row, reference) in actual.Zip(expected))
            Assert.Equal(WithoutLastDigits(reference), WithoutLastDigits(WithoutGroup(row)));
    }

    public static TheoryData<string, string> TasksWithSamples()
    {
        var rows = new TheoryData<string, string>();
        foreach (var name in GoldenSet.TaskNames("lm-eval-0.4"))
        {
            if (name.StartsWith("ethics", StringComparison.Ordinal))
                rows.Add("small", name);
            rows.Add("shared", name);
        }

        return rows;
    }

    private static EvaluationOutcome Run(string size, string protocol, string name, JsonElement golden, string? output)
    {
        using var model = new ReplayModel(golden);
        return new EvaluationRunner(model, new EvaluationSettings { OutputFolder = output }, TimeProvider.System)
            .Run(GoldenSet.Build(size, protocol, [name], Limit(size)), cancellation: TestContext.Current.CancellationToken);
    }

    private static JsonElement Golden(string size, string protocol, string name) =>
        Goldens.Json(Path.Combine(GoldenSet.LmEval(size), GoldenSet.Folder(protocol), name + ".json"));

    /// <summary>2023's harness gives truth values.</summary>
    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    private static void AssertClose(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-9 * Math.Max(Math.Abs(expected), 1e-300), $"{expected} against {actual}");

    /// <summary>The column that we add.</summary>
    private static string WithoutGroup(string row)
    {
        var at = row.LastIndexOf(", \"group\": ", StringComparison.Ordinal);
        return at < 0 ? row : row[..at] + "}";
    }

    /// <summary>mc2 is a sum of exponentials, whose last digits depend on the order of additions: rounded to 1e-9 relative on both sides.</summary>
    private static string WithoutLastDigits(string row)
    {
        var at = row.LastIndexOf("\"acc\": ", StringComparison.Ordinal) + 7;
        var value = double.Parse(row[at..^1], System.Globalization.CultureInfo.InvariantCulture);
        return row[..at] + value.ToString("E8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
