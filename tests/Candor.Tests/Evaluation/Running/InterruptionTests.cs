using System.Text.Json.Nodes;
using Candor.Evaluation.Models;
using Candor.Evaluation.Planning;
using Candor.Evaluation.Running;
using Candor.Randomness;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Running;

/// <summary>An evaluation that is stopped anywhere goes on and leaves the files of an uninterrupted one.</summary>
public sealed class InterruptionTests
{
    [Theory]
    [InlineData("paper2023", 1)]
    [InlineData("paper2023", 2)]
    [InlineData("lm-eval-0.4", 3)]
    [InlineData("lm-eval-0.4", 4)]
    public void ContinuedAtRandomPointsItWritesTheSameBytes(string protocol, int seed)
    {
        var plan = GoldenSet.Build("small", protocol, GoldenSet.TaskNames(protocol));
        using var whole = new TemporaryFolder();
        using var broken = new TemporaryFolder();
        Complete(plan, whole.FullPath);

        var random = new PythonRandom(seed);
        while (Interrupted(plan, broken.FullPath, answers: random.Below(60)))
        {
            if (random.Below(2) == 0)
                Tear(broken.File("pseudo__7", "journal.jsonl"), random);
        }

        AssertSameFiles(whole.FullPath, broken.FullPath);
    }

    [Fact]
    public void ContinuingTakesWhatWasAnsweredFromTheJournal()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["ethics_cm"]);
        using var folder = new TemporaryFolder();
        Assert.True(Interrupted(plan, folder.FullPath, answers: 10));

        var outcome = Complete(plan, folder.FullPath);

        Assert.Equal(10, outcome.RequestsFromJournal);
    }

    [Fact]
    public void AnotherProtocolsOrModelsAnswersAreNotTaken()
    {
        using var folder = new TemporaryFolder();
        Complete(GoldenSet.Build("small", "paper2023", ["ethics_justice"]), folder.FullPath);

        Assert.Equal(0, Complete(GoldenSet.Build("small", "lm-eval-0.4", ["ethics_justice"]), folder.FullPath).RequestsFromJournal);
        Assert.Equal(32, Complete(GoldenSet.Build("small", "lm-eval-0.4", ["ethics_justice"]), folder.FullPath).RequestsFromJournal);
    }

    [Fact]
    public void EqualRequestsOfTwoTasksAreAskedOnce()
    {
        var plan = GoldenSet.Build("small", "lm-eval-0.4", ["truthfulqa_mc"]);
        var distinct = plan.Requests().Distinct().Count();
        Assert.True(distinct < plan.RequestCount);
        using var model = new StoppingModel(new PseudoModel("7"), int.MaxValue);

        new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System).Run(plan, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(distinct, model.Answered);
    }

    [Fact]
    public void ProgressCountsToTheEnd()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["ethics_virtue"]);
        var seen = new List<EvaluationProgress>();
        using var model = new PseudoModel("7");

        new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System).Run(plan, seen.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, 31), seen.Select(progress => progress.RequestsDone));
        Assert.All(seen, progress => Assert.Equal(30, progress.RequestsTotal));
    }

    private static EvaluationOutcome Complete(EvaluationPlan plan, string output)
    {
        using var model = new PseudoModel("7");
        return Runner(model, output).Run(plan, cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>Runs until so many answers are in; false where that was enough.</summary>
    private static bool Interrupted(EvaluationPlan plan, string output, int answers)
    {
        using var model = new StoppingModel(new PseudoModel("7"), answers);
        try
        {
            Runner(model, output).Run(plan, cancellation: TestContext.Current.CancellationToken);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static EvaluationRunner Runner(ILanguageModel model, string output) =>
        new(model, new EvaluationSettings { OutputFolder = output, ModelSource = "pseudo" }, new FixedClock());

    /// <summary>Cuts bytes off the end, as a kill in the middle of a write would.</summary>
    private static void Tear(string path, PythonRandom random)
    {
        if (!File.Exists(path))
            return;
        using var stream = new FileStream(path, FileMode.Open);
        stream.SetLength(Math.Max(0, stream.Length - random.Below(200)));
    }

    private static void AssertSameFiles(string expected, string actual)
    {
        var names = Names(expected);
        Assert.Equal(names, Names(actual));
        foreach (var name in names)
            Assert.Equal(Content(Path.Combine(expected, name)), Content(Path.Combine(actual, name)));
    }

    private static string[] Names(string folder) =>
        [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    /// <summary>The bytes, but for what the session did on its machine.</summary>
    private static string Content(string path)
    {
        var text = File.ReadAllText(path);
        if (Path.GetFileName(path) != "run.json")
            return text;
        var run = JsonNode.Parse(text)!.AsObject();
        Assert.True(run.Remove("machine"));
        return run.ToJsonString();
    }
}
