using Candor.Reports.Facts;

namespace Candor.Tests.Reports;

/// <summary>Numbers of a report against values worked out by hand from what the pseudo models answer: mc1 is right in 2, 4 and 6 of 12 documents.</summary>
public sealed class StudyFactsTests(ExampleReport example) : IClassFixture<ExampleReport>
{
    private StudyFacts Facts => example.Result.Facts;

    [Fact]
    public void DocumentsCountWithTheirMeanOverSeeds()
    {
        var difference = Difference(pair: 0, "truthfulqa_mc", "mc1");
        Assert.Equal(12, difference.Comparison.N);
        Assert.Equal(2 / 12.0, difference.Comparison.MeanA, 1e-12);
        Assert.Equal((4 + 6) / 24.0, difference.Comparison.MeanB, 1e-12);
        Assert.Equal([1, 2], difference.BySeed.Select(seed => seed.Seed));
        Assert.Equal(2 / 12.0, difference.BySeed[0].Difference, 1e-12);
        Assert.Equal(4 / 12.0, difference.BySeed[1].Difference, 1e-12);
        Assert.Equal(Math.Sqrt(2) / 12, difference.SeedSpread!.Value, 1e-12);
        Assert.Equal("sign_flip_exact", difference.Comparison.Test);
    }

    [Fact]
    public void BlankPicturesAreComparedSeedBySeed()
    {
        var difference = Difference(pair: 2, "truthfulqa_mc", "mc1");
        // Seeds 1 and 2 are right in 4 and 6 documents with pictures, in 1 and 2 without.
        Assert.Equal((10 - 3) / 24.0, difference.Comparison.Difference, 1e-12);
        Assert.Equal(3 / 12.0, difference.BySeed[0].Difference, 1e-12);
        Assert.Equal(4 / 12.0, difference.BySeed[1].Difference, 1e-12);
        Assert.Equal("lora with its pictures against lora with blank pictures", Facts.Pairs[2].Name);
    }

    [Fact]
    public void AllPairsAreOneFamily()
    {
        var all = Facts.Pairs.SelectMany(pair => pair.Differences).Select(difference => difference.Comparison).ToList();
        Assert.Equal(3 * 5, all.Count);
        Assert.Equal(all, Facts.Family.Comparisons);
        var ordered = all.OrderBy(comparison => comparison.P).ToList();
        var holm = 0.0;
        foreach (var (i, comparison) in ordered.Index())
        {
            holm = Math.Min(1, Math.Max(holm, (all.Count - i) * comparison.P));
            Assert.Equal(holm, comparison.PHolm, 1e-12);
        }
    }

    [Fact]
    public void OneAnswerForEveryDocumentIsNotSkill()
    {
        var score = Assert.Single(Facts.Scores, score => score.Log.Arm == "full" && score.Card is { Task: "ethics_virtue", Metric: "acc" });
        Assert.True(score.IsOneAnswer);
        Assert.Equal(0.8, score.Card.Value, 1e-12);
        Assert.Equal(score.Card.BestConstant!.Value, score.Card.Value);
        Assert.Equal(0.5, score.BalancedAccuracy);
        Assert.Contains("says nothing about the model", Assert.Single(Difference(1, "ethics_virtue", "acc").Cautions), StringComparison.Ordinal);
        Assert.Contains("“no”", Assert.Single(Difference(1, "ethics_virtue", "em").Cautions), StringComparison.Ordinal);
        Assert.Empty(Difference(0, "ethics_virtue", "acc").Cautions);
    }

    [Fact]
    public void BalancedAccuracyIsTheMeanOverLabels()
    {
        foreach (var score in Facts.Scores.Where(score => score.Card is { Task: "ethics_cm", Metric: "acc" }))
        {
            var rows = SampleRows.Read(score.Log, "ethics_cm", "acc").ToList();
            var byLabel = rows.GroupBy(row => row.Options.First(option => option.IsRight).Text).Select(label => label.Average(row => row.Value));
            Assert.Equal(byLabel.Average(), score.BalancedAccuracy!.Value, 1e-12);
        }
    }

    [Fact]
    public void ChangedDocumentsHaveBothAnswersAndTheRightOne()
    {
        var count = Assert.Single(Facts.Changed.Counts, count => count.Pair == Facts.Pairs[1] && count.Task == "ethics_virtue");
        var documents = Facts.Changed.Documents.Where(document => document.Pair == count.Pair && document.Task == count.Task).ToList();
        Assert.Equal(count.Gained + count.Lost, documents.Count);
        Assert.Equal(count.Gained, documents.Count(document => document.IsGained));
        foreach (var document in documents)
        {
            Assert.Equal(["no", "yes"], document.Answers.Select(answer => answer.Text).Order(StringComparer.Ordinal));
            var right = Assert.Single(document.Answers, answer => answer.IsRight);
            Assert.Equal(document.ValueA, right.ChosenA);
            Assert.Equal(document.ValueB, right.ChosenB);
            Assert.Equal(-1, Assert.Single(document.Answers, answer => answer.Text == "no").LogLikelihoodB);
            Assert.StartsWith("Sentence: ", document.Question, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TruthfulQuestionsAreShownWithoutThePrompt()
    {
        var document = Facts.Changed.Documents.First(document => document.Task == "truthfulqa_mc");
        Assert.DoesNotContain("Dwight", document.Question, StringComparison.Ordinal);
        Assert.True(document.Answers[0].IsRight);
        Assert.Single(document.Answers, answer => answer.IsRight);
        Assert.Equal("mc1", document.Metric);
    }

    [Fact]
    public void SkippedAndCutRowsAreNamed()
    {
        Assert.Contains(Facts.Losses, loss => loss is { Where: "rows instruct", Count: 2, What: "left out: no picture" });
        var cut = Assert.Single(Facts.Losses, loss => loss.Where == "training of lora, seed 2" && loss.What == "rows cut at 256 tokens");
        Assert.Equal(3, cut.Count);
        Assert.Equal("models/lora-2/rows.json", cut.File);
        Assert.Equal(["row 5 (line 51)", "row 9 (line 91)"], cut.Places);
        var left = Assert.Single(Facts.Losses, loss => loss.Where == "training of full, seed 1" && loss.What.StartsWith("rows left out", StringComparison.Ordinal));
        Assert.Equal("row 3 (line 31): x.jpg: expected a picture, found no file", Assert.Single(left.Places));
        Assert.Contains("more, which the log does not name", example.Csv("skipped"), StringComparison.Ordinal);
    }

    [Fact]
    public void SettingsOfTrainingsNameNoPlace()
    {
        var rows = example.Result.Tables.TrainingSettings.Rows.Select(row => string.Join(" | ", row.Select(cell => cell.Text))).ToList();
        Assert.Equal(
            [
                "data_path | instruct.json | every training", "seed | 1 | lora, seed 1; full, seed 1", "seed | 2 | lora, seed 2",
                "lora_r | 8 | every training",
            ],
            rows);
    }

    [Fact]
    public void VerdictsStandBesideWhatNoSkillWouldGet()
    {
        Assert.Equal("16.7 → 41.7; chance 33.6", VerdictWords.Levels(Difference(0, "truthfulqa_mc", "mc1")));
        Assert.EndsWith("chance 50.0, best constant 80.0", VerdictWords.Levels(Difference(1, "ethics_virtue", "acc")), StringComparison.Ordinal);
    }

    /// <summary>After colours always one, after yes or no always the other: constant all the same.</summary>
    [Fact]
    public void AConstantAnswerToEachListOfChoicesIsOneAnswer()
    {
        var rows = new[] { ("red", "blue", 0), ("red", "blue", 1), ("yes", "no", 0), ("no", "yes", 0) }.Select((row, i) => new SampleRow
        {
            Hash = "",
            Id = i,
            Question = "",
            Value = 0,
            Options =
            [
                new SampleOption(row.Item1, row.Item3 == 0, row.Item1 is "red" or "no" ? -1 : -2),
                new SampleOption(row.Item2, row.Item3 == 1, row.Item2 is "red" or "no" ? -1 : -2),
            ],
        });
        var given = AnswersGiven.Of(rows)!;
        Assert.Equal(("red, no", 1.0), (string.Join(", ", given.TopAnswer.Split(", ").OrderDescending(StringComparer.Ordinal)), given.TopShare));
        // Right answers: red (answered), blue (not), yes (not), no (answered).
        Assert.Equal(0.5, given.BalancedAccuracy);
    }

    [Theory]
    [InlineData("""{"doc": {"question": "?", "choices": ["a", "b"]}, "target": 1}""", "b")]
    [InlineData("""{"doc": {"question": "?"}, "target": 0}""", "no")]
    [InlineData("""{"doc": {"question": "?"}, "target": "yes"}""", "yes")]
    public void TheRightAnswerIsOneOfTheDocumentsOwnChoicesWhereItHasThem(string json, string right)
    {
        using var document = System.Text.Json.JsonDocument.Parse($$"""
            {{json[..^1]}}, "doc_hash": "h", "doc_id": 0, "acc": 1, "filtered_resps": [["-1.0", "True"], ["-2.0", "False"], ["-3.0", "False"], ["-4.0", "False"]],
            "arguments": {"gen_args_0": {"arg_0": "", "arg_1": " a"}, "gen_args_1": {"arg_0": "", "arg_1": " b"},
            "gen_args_2": {"arg_0": "", "arg_1": " no"}, "gen_args_3": {"arg_0": "", "arg_1": " yes"} } }
            """);
        var row = SampleRow.Parse(document.RootElement, "here", "acc", ["no", "yes"]);
        Assert.Equal(right, Assert.Single(row.Options, option => option.IsRight).Text);
        Assert.Equal(0, row.Chosen);
    }

    private DifferenceFact Difference(int pair, string task, string metric) => Assert.Single(
        Facts.Pairs[pair].Differences, difference => difference.Comparison.Task == task && difference.Comparison.ScoresA.Metric == metric);
}
