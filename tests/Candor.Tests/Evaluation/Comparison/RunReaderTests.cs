using System.Globalization;
using System.Text.Json.Nodes;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Comparison;

public sealed class RunReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("mini")]
    [InlineData("mini/results_2026-01-02T03-04-05.000006.json")]
    public void AFolderTheOneInItOrAResultsFileAreTheSameRun(string part)
    {
        new MiniatureRun().Add("ethics_cm", "acc", [1, 0, 1]).Write(_folder.FullPath);
        var run = RunReaders.Read(_folder.File(part));
        Assert.Equal("mini", run.Model);
        Assert.Equal("lm-eval 0.4.13", run.Harness);
        var scores = Assert.Single(Assert.Single(run.Tasks).Scores);
        Assert.Equal([1, 0, 1], scores.Documents.Select(document => document.Value));
        Assert.Equal(("acc", "none", true), (scores.Metric, scores.Filter, scores.HigherIsBetter));
        Assert.Equal("lm-eval-0.4", run.Tasks[0].Settings.Protocol);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FiltersAreToldApart(bool named)
    {
        var path = new MiniatureRun { NamesFilters = named }
            .Add("gsm8k", "exact_match", [0, 0, 1], "strict-match")
            .Add("gsm8k", "exact_match", [1, 0, 1], "flexible-extract")
            .Write(_folder.FullPath);
        var scores = RunReaders.Read(path).Tasks[0].Scores;
        Assert.Equal(["strict-match", "flexible-extract"], scores.Select(score => score.Filter));
        Assert.Equal([0, 0, 1], scores[0].Documents.Select(document => document.Value));
        Assert.Equal([1, 0, 1], scores[1].Documents.Select(document => document.Value));
    }

    [Fact]
    public void UnnamedFiltersThatDoNotFitTheScoresAreRefused()
    {
        var path = new MiniatureRun { NamesFilters = false }
            .Add("gsm8k", "exact_match", [0, 0, 1], "strict-match", score: 2 / 3.0)
            .Add("gsm8k", "exact_match", [1, 0, 1], "flexible-extract", score: 1 / 3.0)
            .Write(_folder.FullPath);
        Refused(path, "strict-match: expected documents whose mean is the logged score 0.6666666666666666, found a mean of 0.3333333333333333");
    }

    [Fact]
    public void ANumberThatIsNotOneIsReadAsSuch()
    {
        var path = new MiniatureRun()
            .Add("truthfulqa_mc2", "acc", [0.25, double.NaN, 0.5])
            .WithColumns("truthfulqa_mc2", 0, new JsonObject { ["note"] = "a NaN, \"NaN\"" })
            .Write(_folder.FullPath);
        Assert.Contains(":NaN", File.ReadAllText(Directory.GetFiles(path, "samples*")[0]), StringComparison.Ordinal);
        var scores = RunReaders.Read(path).Tasks[0].Scores[0];
        Assert.Equal([0.25, double.NaN, 0.5], scores.Documents.Select(document => document.Value));
        Assert.Equal(double.NaN, scores.Aggregate);
    }

    [Fact]
    public void OneFolderMayHoldSeveralRunsAndTheLaterCounts()
    {
        new MiniatureRun().Add("ethics_cm", "acc", [1, 1]).Write(_folder.FullPath);
        new MiniatureRun { Date = "2026-01-01T00-00-00.000000", Seconds = 1_800_000_000 }
            .Add("ethics_cm", "acc", [0, 0])
            .Add("boolq", "acc", [1, 0])
            .Write(_folder.FullPath);
        var run = RunReaders.Read(_folder.FullPath);
        Assert.Equal(["ethics_cm", "boolq"], run.Tasks.Select(task => task.Task));
        Assert.Equal(0, run.Tasks[0].Scores[0].Aggregate);
        Assert.Contains("ethics_cm was evaluated more than once", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoModelsInOneFolderAreRefused()
    {
        new MiniatureRun().Add("ethics_cm", "acc", [1, 1]).Write(_folder.FullPath);
        new MiniatureRun { Model = "other" }.Add("ethics_cm", "acc", [1, 1]).Write(_folder.FullPath);
        Refused(_folder.FullPath, "expected the run of one model, found mini, other");
    }

    [Fact]
    public void ARunWithoutDocumentsIsRefused() =>
        Refused(
            new MiniatureRun { LogsSamples = false }.Add("ethics_cm", "acc", [1, 1]).Write(_folder.FullPath),
            "nothing can be paired: run it again with --log_samples");

    [Fact]
    public void AggregatesOfAnOlderVersionAreRefused()
    {
        const string results = """{"results": {"boolq": {"acc": 0.5, "acc_stderr": 0.1}}, "versions": {"boolq": 1}, "config": {"model": "hf"}}""";
        File.WriteAllText(_folder.File("a.json"), results);
        Refused(_folder.File("a.json"), "aggregates only: the file has no documents");
    }

    [Fact]
    public void MissingDocumentsAreRefused()
    {
        var path = new MiniatureRun().Add("ethics_cm", "acc", [1, 1, 1]).Write(_folder.FullPath);
        var samples = Directory.GetFiles(path, "samples*")[0];
        File.WriteAllLines(samples, File.ReadLines(samples).Take(2).ToArray());
        Refused(path, "expected 3 documents (n-samples of the results file), found 2");
    }

    [Theory]
    [InlineData("{\"doc_id\": 1, ", "line 2: expected JSON")]
    [InlineData("[]", "line 2: expected a JSON object, found Array")]
    [InlineData("{\"doc_id\": \"x\"}", "line 2: doc_id: expected a whole number")]
    [InlineData("{\"doc_id\": 1}", "line 2: doc_hash: expected a hash")]
    public void ADamagedRowIsNamed(string row, string message)
    {
        var path = new MiniatureRun().Add("ethics_cm", "acc", [1, 1]).Write(_folder.FullPath);
        var samples = Directory.GetFiles(path, "samples*")[0];
        File.WriteAllLines(samples, [File.ReadLines(samples).First(), row]);
        Refused(path, message);
    }

    [Fact]
    public void AMetricWithoutNumbersPerDocumentIsLeftOut()
    {
        var path = new MiniatureRun().Add("ethics_cm", "acc", [1, 0]).Add("ethics_cm", "f1", [null, null], score: 0.4).Write(_folder.FullPath);
        var run = RunReaders.Read(path);
        Assert.Equal("acc", Assert.Single(run.Tasks[0].Scores).Metric);
        Assert.Contains("ethics_cm f1,none: no number per document", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void RunJsonSpeaksOnlyOfTheResultsItNames()
    {
        var mine = new JsonObject
        {
            ["protocol"] = "paper2023",
            ["candor_version"] = "0.1.0",
            ["model"] = new JsonObject { ["name"] = "tuned", ["digest"] = "abc" },
            ["template"] = new JsonObject { ["name"] = "v1", ["sha256"] = "00" },
            ["tasks"] = new JsonObject { ["ethics_cm"] = new JsonObject { ["data_sha256"] = "11" } },
        };
        var path = new MiniatureRun { RunJson = mine }.Add("ethics_cm", "acc", [1, 0]).Write(_folder.FullPath);
        var run = RunReaders.Read(path);
        Assert.Equal(("candor 0.1.0", "tuned", "abc"), (run.Harness, run.Model, run.ModelDigest));
        Assert.Equal(
            new TaskSettings { Protocol = "paper2023", Template = "v1 00", DataSha256 = "11", Version = "1", Shots = 0 },
            run.Tasks[0].Settings);

        File.WriteAllText(Path.Combine(path, "run.json"), """{"results": "results_other.json", "protocol": "paper2023"}""");
        Assert.Equal("lm-eval-0.4", RunReaders.Read(path).Tasks[0].Settings.Protocol);
    }

    [Fact]
    public void ExactMatchOfGroupsIsTakenFromTheirDocuments()
    {
        var builder = new MiniatureRun()
            .Add("ethics_virtue", "acc", [1, 1, 0, 1, 1, 1])
            .Add("ethics_virtue", "em", [null, null, null, null, null, null], score: 2 / 3.0);
        for (var i = 0; i < 6; i++)
            builder.WithColumns("ethics_virtue", i, new JsonObject { ["group"] = i / 2 });
        var scores = RunReaders.Read(builder.Write(_folder.FullPath)).Tasks[0].Scores[1];
        Assert.Equal([1, 0, 1], scores.Documents.Select(document => document.Value));
        Assert.Equal(3, scores.Documents.Select(document => document.Key).Distinct().Count());
    }

    [Fact]
    public void TheMostFrequentAnswerIsTold()
    {
        var builder = new MiniatureRun().Add("ethics_cm", "acc", [1, 0, 1]);
        double[] margins = [1, 2, -1];
        for (var i = 0; i < 3; i++)
        {
            builder.WithColumns("ethics_cm", i, new JsonObject
            {
                ["arguments"] = new JsonObject { ["gen_args_0"] = Asked(" no"), ["gen_args_1"] = Asked(" yes") },
                ["filtered_resps"] = new JsonArray(Answered(-3), Answered(-3 + margins[i])),
            });
        }

        Assert.Equal(new FrequentAnswer("yes", 2 / 3.0), RunReaders.Read(builder.Write(_folder.FullPath)).Tasks[0].Scores[0].FrequentAnswer);
    }

    [Fact]
    public void ALikelihoodThatIsNoNumberIsNoAnswer()
    {
        var builder = new MiniatureRun().Add("ethics_cm", "acc", [1, 1, 0]);
        for (var i = 0; i < 3; i++)
        {
            builder.WithColumns("ethics_cm", i, new JsonObject
            {
                ["arguments"] = new JsonObject { ["gen_args_0"] = Asked(" no"), ["gen_args_1"] = Asked(" yes") },
                ["filtered_resps"] = new JsonArray(Answered(i == 1 ? double.NaN : -2), Answered(double.NegativeInfinity)),
            });
        }

        var scores = RunReaders.Read(builder.Write(_folder.FullPath)).Tasks[0].Scores[0];

        Assert.Equal([true, false, true], scores.Documents.Select(document => document.HasAnswer));
        Assert.Equal(new FrequentAnswer("no", 2 / 3.0), scores.FrequentAnswer);
        Assert.Equal([1], DocumentJoin.Of(scores.Documents, scores.Documents).LeftOut);
    }

    [Fact]
    public void TheHarnesssOwnGroupsAreRead()
    {
        var builder = new MiniatureRun().Add("ethics_justice", "acc", [1, 1, 0, 1]);
        for (var i = 0; i < 4; i++)
            builder.WithColumns("ethics_justice", i, new JsonObject { ["doc"] = new JsonObject { ["group_id"] = i / 2 } });
        var documents = RunReaders.Read(builder.Write(_folder.FullPath)).Tasks[0].Scores[0].Documents;
        Assert.Equal(["0", "0", "1", "1"], documents.Select(document => document.Group));
    }

    [Theory]
    [InlineData("nowhere", "no such file or folder")]
    [InlineData(".", "expected a folder of candor eval or of lm-eval 0.4 with --log_samples")]
    public void WhatIsNoRunIsRefused(string part, string message) => Refused(_folder.File(part), message);

    private static JsonObject Asked(string continuation) => new() { ["arg_0"] = "q", ["arg_1"] = continuation };

    private static JsonArray Answered(double logLikelihood) => new(logLikelihood.ToString("R", CultureInfo.InvariantCulture), "False");

    private static void Refused(string path, string message) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => RunReaders.Read(path)).Message, StringComparison.Ordinal);
}
