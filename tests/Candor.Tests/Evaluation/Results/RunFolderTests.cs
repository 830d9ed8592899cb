using System.Text.Json;
using Candor.Evaluation.Models;
using Candor.Evaluation.Results;
using Candor.Evaluation.Running;
using Candor.Tests.Evaluation.Running;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Results;

public sealed class RunFolderTests : IDisposable
{
    private static readonly string[] s_tasks = ["ethics_cm", "ethics_virtue"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tiny-llama", "tiny-llama")]
    [InlineData("org/name", "org__name")]
    [InlineData("../a:b|c?*[d]", "..__a__b__c__d__")]
    [InlineData("pseudo:7", "pseudo__7")]
    [InlineData("..", "_")]
    [InlineData(".", "_")]
    public void FolderIsNamedAsLmEvalNamesIt(string model, string expected) => Assert.Equal(expected, RunFolder.Sanitize(model));

    [Fact]
    public void ARunWritesResultsSamplesRunAndJournal()
    {
        var outcome = Run(1);

        Assert.Equal(
            ["journal.jsonl", "results_2024-01-01T00-00-01.000000.json", "run.json", "samples_ethics_cm_2024-01-01T00-00-01.000000.jsonl", "samples_ethics_virtue_2024-01-01T00-00-01.000000.jsonl"],
            Names());
        Assert.Equal(File.ReadAllText(outcome.ResultsPath!), outcome.ResultsJson);
        using var run = RunFile();
        Assert.Equal(Path.GetFileName(outcome.ResultsPath), run.RootElement.GetProperty("results").GetString());
    }

    [Fact]
    public void RunJsonSaysWhatMadeTheResults()
    {
        Run(1);

        using var document = RunFile();
        var run = document.RootElement;
        Assert.Equal("paper2023", run.GetProperty("protocol").GetString());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("template").ValueKind);
        Assert.Equal("pseudo:7", run.GetProperty("model").GetProperty("name").GetString());
        Assert.Equal(64, run.GetProperty("model").GetProperty("digest").GetString()!.Length);
        Assert.Equal(5, run.GetProperty("limit").GetInt32());
        Assert.Equal(42, run.GetProperty("seeds").GetProperty("shuffle").GetInt32());
        var task = run.GetProperty("tasks").GetProperty("ethics_cm");
        Assert.Equal(GoldenSet.Plan("small", "paper2023", "ethics_cm").DataSha256, task.GetProperty("data_sha256").GetString());
        Assert.Equal("0", task.GetProperty("version").GetRawText());
        Assert.Equal(["acc", "acc", "em"], run.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("metric").GetString()));
        foreach (var key in new[] { "num_fewshot", "candor_version", "package_versions", "commit", "machine", "totals", "date" })
            Assert.True(run.TryGetProperty(key, out _), key);
    }

    [Fact]
    public void TheSameSettingsAgainReplaceTheEarlierResults()
    {
        Run(1);
        Run(2);

        Assert.All(Names().Where(name => name.Contains('_', StringComparison.Ordinal)), name => Assert.Contains("00-00-02", name, StringComparison.Ordinal));
        Assert.Equal(5, Names().Length);
    }

    [Fact]
    public void OtherSettingsLeaveTheEarlierResults()
    {
        Run(1);
        Run(2, limit: 4);

        Assert.Equal(2, Names().Count(name => name.StartsWith("results_", StringComparison.Ordinal)));
        using var run = RunFile();
        Assert.Contains("00-00-02", run.RootElement.GetProperty("results").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAKilledRunHadBegunToWriteIsClearedAway()
    {
        Run(1);
        // As a kill just before the last rename leaves it.
        var inner = _folder.File("pseudo__7");
        File.Move(Path.Combine(inner, "run.json"), Path.Combine(inner, "run.json.tmp"));
        File.WriteAllText(Path.Combine(inner, "samples_ethics_cm_x.jsonl.tmp"), "half");

        Run(2);

        Assert.Equal(5, Names().Length);
        Assert.DoesNotContain(Names(), name => name.Contains("00-00-01", StringComparison.Ordinal) || name.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"results\": \"../../precious.json\", \"samples\": {}}")]
    [InlineData("{\"results\": \"precious.json\", \"samples\": {\"a\": 1}}")]
    public void AForeignRunFileDeletesNothing(string content)
    {
        var inner = Directory.CreateDirectory(_folder.File("pseudo__7")).FullName;
        File.WriteAllText(Path.Combine(inner, "run.json.tmp"), content);
        File.WriteAllText(Path.Combine(inner, "precious.json"), "{}");

        Run(1);

        Assert.True(File.Exists(Path.Combine(inner, "precious.json")));
    }

    private EvaluationOutcome Run(int second, int? limit = 5)
    {
        using var model = new PseudoModel("7");
        var clock = new FixedClock(new DateTimeOffset(2024, 1, 1, 0, 0, second, TimeSpan.Zero));
        return new EvaluationRunner(model, new EvaluationSettings { OutputFolder = _folder.FullPath }, clock)
            .Run(GoldenSet.Build("small", "paper2023", s_tasks, limit), cancellation: TestContext.Current.CancellationToken);
    }

    private string[] Names() => [.. Directory.GetFiles(_folder.File("pseudo__7")).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    private JsonDocument RunFile() => JsonDocument.Parse(File.ReadAllBytes(_folder.File("pseudo__7", "run.json")));
}
