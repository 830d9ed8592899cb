using Candor.Conversations.Templates;
using Candor.Evaluation.Models;
using Candor.Reports;
using Candor.Reports.Facts;
using Candor.TestSupport;

namespace Candor.Tests.Reports;

/// <summary>A report on questions about pictures, with and without the pictures.</summary>
public sealed class PictureReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void PicturesAreComparedWithBlankOnes()
    {
        var facts = Report(new PseudoModel("1"), new PseudoModel("1"));
        var pair = Assert.Single(facts.Pairs);
        Assert.Equal("tuned with its pictures against tuned with blank pictures", pair.Name);
        var difference = Assert.Single(pair.Differences);
        Assert.Contains(difference.Comparison.Warnings, warning => warning.StartsWith("pictures shown: blank", StringComparison.Ordinal));
        Assert.Equal(4, difference.Comparison.Groups);
        Assert.Equal(5 / 8.0, difference.BestConstant);
        Assert.NotEmpty(facts.Changed.Documents);
        foreach (var document in facts.Changed.Documents)
        {
            Assert.Contains(document.Image, PictureQuestionFolder.Pictures);
            Assert.Contains(document.Question, (string[])["Which shape is shown?", "Is it red?"]);
            Assert.Equal(document.Question == "Is it red?" ? ["yes", "no"] : ["circle", "square", "star"], document.Answers.Select(answer => answer.Text));
            var right = Assert.Single(document.Answers, answer => answer.IsRight);
            Assert.Equal(document.ValueB, right.ChosenB);
        }
    }

    [Fact]
    public void TheSameAnswerToEachListOfChoicesIsCalledOneAnswer()
    {
        // Shapes are equally likely to it, and ties go to the first.
        var facts = Report(new ConstantModel(" no"), new ConstantModel(" no"));
        var score = Assert.Single(facts.Scores, score => !score.Log.IsBlank);
        Assert.True(score.IsOneAnswer);
        Assert.Equal(("circle, no", 5 / 8.0), (score.TopAnswer!.Answer, score.Card.Value));
        Assert.Equal(score.Card.BestConstant!.Value, score.Card.Value);
        // One caution for both sides, as it is the same.
        Assert.StartsWith("tuned, seed 1; tuned, seed 1, blank images: one answer to each list of choices (“circle, no”)", Assert.Single(facts.Pairs[0].Differences[0].Cautions), StringComparison.Ordinal);
    }

    private StudyFacts Report(ILanguageModel seeing, ILanguageModel blind)
    {
        var (data, study) = (_folder.File("data"), _folder.File("study"));
        PictureQuestionFolder.Write(data);
        Directory.CreateDirectory(study);
        new ReportStudy(study) { Data = data, Tasks = ["picture_questions"], Template = ConversationTemplates.VicunaV1 }
            .Arm("tuned", "base", (1, seeing))
            .Blank("tuned", 1, blind)
            .Pair("tuned", "tuned", "Does it look?", againstBlank: true)
            .Write();
        return ReportWriter.Write(study, new ReportOptions()).Facts;
    }
}
