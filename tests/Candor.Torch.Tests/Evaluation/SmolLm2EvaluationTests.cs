using Candor.Evaluation.Metrics;

namespace Candor.Torch.Tests.Evaluation;

/// <summary>A real model's log-likelihoods, metrics and aggregates are lm-eval 0.4.13's.</summary>
public sealed class SmolLm2EvaluationTests(SmolLm2Runs runs) : IClassFixture<SmolLm2Runs>
{
    // The reference's own page: two float32 computations differ by 7e-5 at most.
    private const double LogLikelihoodTolerance = 5e-4;
    private const double Mc2Tolerance = 1e-4;

    public static TheoryData<string, string> Rows()
    {
        var rows = new TheoryData<string, string>();
        foreach (var task in HarnessGoldens.SmolLm2TaskNames)
            rows.Add(SmolLm2Runs.Gguf, task);
        rows.Add(SmolLm2Runs.Folder, "truthfulqa_mc1");
        rows.Add(SmolLm2Runs.FolderWithBos, "ethics_virtue");
        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void DocumentsAreAnsweredAsTheHarnessGotThem(string source, string task)
    {
        var documents = HarnessGoldens.Read(HarnessGoldens.SmolLm2, "lm-eval-0.4", task).GetProperty("docs").EnumerateArray().ToArray();
        var outcome = runs.Task(source, task);
        var suffix = source == SmolLm2Runs.FolderWithBos ? "_bos" : "";
        Assert.Equal(documents.Length, outcome.Documents.Count);
        foreach (var (expected, actual) in documents.Zip(outcome.Documents))
        {
            Assert.Equal(expected.GetProperty("row").GetInt32(), actual.Document.Row);
            Assert.Equal(expected.GetProperty("requests").GetArrayLength(), actual.Answers.Length);
            foreach (var (request, answer) in expected.GetProperty("requests").EnumerateArray().Zip(actual.Answers))
            {
                Assert.Equal(request.GetProperty("ll" + suffix).GetDouble(), answer.Value, LogLikelihoodTolerance);
                Assert.Equal(request.GetProperty("greedy" + suffix).GetBoolean(), answer.IsGreedy);
            }

            if (suffix.Length == 0)
                Assert.Equal(expected.GetProperty("metrics").GetProperty("acc").GetDouble(), actual.Values[0], Tolerance(task));
        }
    }

    [Theory]
    [MemberData(nameof(HarnessGoldens.SmolLm2Tasks), MemberType = typeof(HarnessGoldens))]
    public void ScoresAreThoseOfTheHarnesssResultFile(string size, string protocol, string task)
    {
        var file = task.StartsWith("ethics", StringComparison.Ordinal) ? "results_ethics" : "results_truthfulqa";
        var expected = HarnessGoldens.Read(size, protocol, file).GetProperty("results").GetProperty(task);
        ScoreCard score = runs.Task(SmolLm2Runs.Gguf, task).Scores[0];
        Assert.Equal(expected.GetProperty("acc,none").GetDouble(), score.Value, Tolerance(task));
        Assert.Equal(expected.GetProperty("acc_stderr,none").GetDouble(), score.StandardError!.Value, Tolerance(task));
    }

    private static double Tolerance(string task) => task == "truthfulqa_mc2" ? Mc2Tolerance : 1e-12;
}
