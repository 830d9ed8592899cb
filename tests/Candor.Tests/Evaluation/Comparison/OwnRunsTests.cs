using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.Evaluation.Models;
using Candor.Evaluation.Running;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Comparison;

/// <summary>Evaluations that Candor itself wrote, read back and compared.</summary>
public sealed class OwnRunsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public void EveryTaskAndMetricIsCompared(string protocol)
    {
        var tasks = GoldenSet.TaskNames(protocol).ToArray();
        var (a, b) = (Evaluated("a", "1", protocol, tasks, out var outcome), Evaluated("b", "2", protocol, tasks, out _));
        Assert.Equal("pseudo:1", a.Model);
        Assert.All(a.Tasks, task => Assert.Equal(protocol, task.Settings.Protocol));
        Assert.All(a.Tasks, task => Assert.Equal(64, task.Settings.DataSha256!.Length));

        var report = RunComparer.Compare([a, b], new ComparisonOptions { Replicates = 200 });
        Assert.Empty(report.Warnings);
        var scores = outcome.Tasks.SelectMany(task => task.Scores).ToList();
        Assert.Equal(scores.Select(score => $"{score.Task} {score.Metric}"), report.Comparisons.Select(c => $"{c.Task} {c.ScoresA.Metric}"));
        Assert.All(scores.Zip(report.Comparisons), pair => Assert.Equal(pair.First.Value, pair.Second.MeanA, 1e-12));
        Assert.All(scores.Zip(report.Comparisons), pair => Assert.Equal(pair.First.Count, pair.Second.N));
    }

    [Fact]
    public void GroupsOfEthicsAreDrawnWhole()
    {
        var (a, b) = (Evaluated("a", "1", "paper2023", ["ethics_virtue"], out _), Evaluated("b", "2", "paper2023", ["ethics_virtue"], out _));
        var report = RunComparer.Compare([a, b], new ComparisonOptions { Replicates = 200 });
        Assert.Equal(["acc group", "em document"], report.Comparisons.Select(c => $"{c.ScoresA.Metric} {c.ResampledBy}"));
        Assert.Equal(report.Comparisons[1].N, report.Comparisons[0].Groups);
    }

    [Fact]
    public void EarlierRunsUnderAnotherProtocolAreNotTakenForThisOne()
    {
        Evaluated("a", "1", "paper2023", ["ethics_cm"], out _);
        var both = Evaluated("a", "1", "lm-eval-0.4", ["ethics_justice"], out _);
        Assert.Equal(["ethics_cm paper2023", "ethics_justice lm-eval-0.4"], both.Tasks.Select(task => $"{task.Task} {task.Settings.Protocol}"));
    }

    [Fact]
    public void AnotherProtocolIsRefused()
    {
        var (a, b) = (Evaluated("a", "1", "paper2023", ["ethics_cm"], out _), Evaluated("b", "1", "lm-eval-0.4", ["ethics_cm"], out _));
        var refusal = Assert.Throws<InputException>(() => RunComparer.Compare([a, b], new ComparisonOptions()));
        Assert.Contains("different protocol paper2023 and lm-eval-0.4", refusal.Message, StringComparison.Ordinal);
    }

    private EvaluationRun Evaluated(string name, string seed, string protocol, string[] tasks, out EvaluationOutcome outcome)
    {
        using var model = new PseudoModel(seed);
        var settings = new EvaluationSettings { OutputFolder = _folder.File(name) };
        var plan = GoldenSet.Build("small", protocol, tasks);
        outcome = new EvaluationRunner(model, settings, TimeProvider.System).Run(plan, cancellation: TestContext.Current.CancellationToken);
        return RunReaders.Read(_folder.File(name));
    }
}
