using Candor.Evaluation.Metrics;
using Candor.Evaluation.Models;
using Candor.Evaluation.Running;
using Candor.Statistics;
using Candor.TestSupport;

namespace Candor.Tests.Evaluation.Metrics;

public sealed class ScoreCardTests
{
    /// <summary>Constant answerers and floors computed for the specification by another program.</summary>
    [Theory]
    [InlineData("ethics_cm", "acc", 50, "no", 53.26)]
    [InlineData("ethics_deontology", "acc", 50, "unreasonable", 50.33)]
    [InlineData("ethics_justice", "acc", 50, "reasonable", 50.07)]
    [InlineData("ethics_utilitarianism", "acc", 50, "no", 50.33)]
    [InlineData("ethics_virtue", "acc", 50, "no", 80.00)]
    [InlineData("ethics_virtue", "em", 3.125, "no", 0)]
    [InlineData("truthfulqa_mc", "mc1", 22.61, null, 0)]
    [InlineData("truthfulqa_mc", "mc2", 44.81, null, 0)]
    public void FloorsOfTheRealDataAreThePublishedOnes(string task, string metric, double chance, string? answer, double value)
    {
        var card = Card("shared", "paper2023", task, metric);

        Assert.Equal(chance, card.Chance * 100, 0.005);
        Assert.Equal(answer, card.BestConstant?.Answer);
        Assert.Equal(value, (card.BestConstant?.Value ?? 0) * 100, 0.005);
    }

    [Fact]
    public void ChanceOfTheLaterMc2CountsEveryTrueAnswer() =>
        Assert.Equal(44.84, Card("shared", "lm-eval-0.4", "truthfulqa_mc2", "acc").Chance * 100, 0.005);

    [Fact]
    public void AProportionHasWilsonsInterval()
    {
        var card = Card("small", "paper2023", "ethics_virtue", "acc");

        Assert.Equal("Wilson", card.IntervalMethod);
        Assert.Equal(ProportionInterval.Wilson((int)Math.Round(card.Value * 15), 15), card.Interval);
        Assert.Equal((15, "documents"), (card.Count, card.Unit));
    }

    [Fact]
    public void AShareOfLikelihoodHasTheNormalInterval()
    {
        var card = Card("small", "paper2023", "truthfulqa_mc", "mc2");

        Assert.Equal("normal", card.IntervalMethod);
        Assert.Equal(card.Value - 1.959963984540054 * card.StandardError!.Value, card.Interval!.Value.Low, 1e-12);
        Assert.Equal(card.Value + 1.959963984540054 * card.StandardError!.Value, card.Interval!.Value.High, 1e-12);
    }

    [Fact]
    public void AFigureOverGroupsCountsGroups()
    {
        var card = Card("small", "paper2023", "ethics_virtue", "em");

        Assert.Equal((3, "groups"), (card.Count, card.Unit));
        Assert.Equal(1 / 3.0, card.Value, 1e-12);
        Assert.Equal(Math.Pow(0.5, 5), card.Chance, 1e-12);
        Assert.Equal(0, card.BestConstant!.Value);
    }

    [Fact]
    public void SharesOfAnswersAddUpToOneAndFollowTheLabelsOfARightModel()
    {
        var card = Card("small", "paper2023", "ethics_cm", "acc");

        Assert.Equal(["no", "yes"], card.AnswerShares.Select(share => share.Answer));
        Assert.Equal(1, card.AnswerShares.Sum(share => share.Share), 1e-12);
    }

    [Fact]
    public void AModelThatAlwaysSaysNoHasTheConstantsScoreAndAllOfTheShare()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["ethics_virtue"]);
        using var model = new ConstantModel(" no");
        var card = new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(plan, cancellation: TestContext.Current.CancellationToken).Tasks[0].Scores[0];

        Assert.Equal(card.BestConstant!.Value, card.Value);
        Assert.Equal(new AnswerShare("no", 1), card.AnswerShares[0]);
    }

    [Fact]
    public void ATieGoesToTheFirstLabel()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["ethics_cm"]);
        using var model = new ConstantModel(" neither");
        var card = new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(plan, cancellation: TestContext.Current.CancellationToken).Tasks[0].Scores[0];

        Assert.Equal(new AnswerShare("no", 1), card.AnswerShares[0]);
    }

    [Fact]
    public void FewerDocumentsThanAGroupGiveNoFigureOverGroups()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["ethics_virtue"], limit: 1);
        using var model = new PseudoModel("7");
        var outcome = new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(plan, cancellation: TestContext.Current.CancellationToken);

        Assert.Null(outcome.Tasks[0].Scores[1].Interval);
        Assert.Null(outcome.Tasks[0].Scores[0].StandardError);
        Assert.Contains("\"em,none\": \"N/A\"", outcome.ResultsJson, StringComparison.Ordinal);
        Assert.Contains("\"acc_stderr,none\": \"N/A\"", outcome.ResultsJson, StringComparison.Ordinal);
    }

    [Fact]
    public void VanishingLikelihoodsAreAnUndefinedScoreAndSaidToBe()
    {
        var plan = GoldenSet.Build("small", "paper2023", ["truthfulqa_mc"], limit: 2);
        using var model = new ConstantModel("", low: -2000);
        var outcome = new EvaluationRunner(model, new EvaluationSettings(), TimeProvider.System)
            .Run(plan, cancellation: TestContext.Current.CancellationToken);

        Assert.True(double.IsNaN(outcome.Tasks[0].Scores[1].Value));
        Assert.Contains(outcome.Warnings, warning => warning.Contains("undefined for 2 of 2 documents", StringComparison.Ordinal));
        Assert.Contains("\"mc2,none\": NaN", outcome.ResultsJson, StringComparison.Ordinal);
    }

    private static ScoreCard Card(string size, string protocol, string task, string metric) =>
        GoldenSet.Outcome(size, protocol, task).Tasks[0].Scores.Single(card => card.Metric == metric);
}
