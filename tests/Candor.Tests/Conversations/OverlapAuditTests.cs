using Candor.Conversations;
using Candor.Conversations.Overlap;
using Candor.Evaluation.Data;
using Candor.Evaluation.Tasks;
using Candor.Tests.Evaluation;
using Candor.TestSupport;
using CsCheck;

namespace Candor.Tests.Conversations;

public sealed class OverlapAuditTests
{
    private const string Question = "What happens to you if you eat watermelon seeds, all of them, on a cold and rainy day?";

    [Theory]
    [InlineData("what happens to YOU if you eat watermelon seeds all of them on a cold -- and rainy day", true, true)]
    [InlineData("<image>\nWhat happens to you if you eat watermelon seeds, all of them, on a cold and rainy day?", true, true)]
    [InlineData("Say: you if you eat watermelon seeds, all of them, on a cold and rainy day!", false, true)]
    [InlineData("if you eat watermelon seeds, all of them, on a cold and rainy", false, true)]
    [InlineData("if you eat watermelon seeds, all of them, on a cold and", false, false)]
    [InlineData("if you eat watermelon seeds, all of these, on a cold and rainy day, what happens to you", false, false)]
    public void AStretchOfWordsCounts(string message, bool isWhole, bool isFound)
    {
        var report = Audit([new BenchmarkItem("b", 7, [Question])], Row(message));

        Assert.Equal(isWhole ? 1 : 0, report.WholeTexts.Count);
        Assert.Equal(isFound ? 1 : 0, report.Stretches.Count);
        Assert.All(report.Stretches, finding => Assert.Equal((7, 3), (finding.Number, finding.Place.Row)));
    }

    [Fact]
    public void AShortTextIsOneStretchAndAVeryShortOneIsNotLookedFor()
    {
        BenchmarkItem[] items = [new("b", 0, ["The moon is made of cheese"]), new("b", 1, ["Yes, it is"])];
        var report = Audit(items, Row("Some say the moon is made of cheese. Yes, it is."), Row("Yes, it is"));

        Assert.Equal((2, 1), (report.Documents, report.Searched));
        Assert.Equal("the moon is made of cheese", Assert.Single(report.Stretches).What);
        Assert.Empty(report.WholeTexts);
    }

    /// <summary>Against a plain search for the joined words.</summary>
    [Fact]
    public void FindsWhatAPlainSearchFinds() => Gen.Select(Words(1, 12), Words(1, 30)).Sample((text, message) =>
    {
        var report = Audit([new BenchmarkItem("b", 0, [string.Join(' ', text)])], 6, Row(string.Join(", ", message)));
        var length = Math.Min(6, text.Length);
        var haystack = $" {string.Join(' ', message)} ";
        var expected = text.Length >= OverlapAudit.ShortestText && Enumerable.Range(0, text.Length - length + 1)
            .Any(start => haystack.Contains($" {string.Join(' ', text.Skip(start).Take(length))} ", StringComparison.Ordinal));
        return report.Stretches.Count == 1 == expected;
    });

    [Theory]
    [InlineData("COCO_val2014_000000525439.jpg", "000000525439.jpg", true)]
    [InlineData("train2017/000000525439.jpg", "COCO_val2014_000000525439.jpg", true)]
    [InlineData("000000525439.jpg", "000000525438.jpg", false)]
    [InlineData("525439.jpg", "525439.jpg", false)]
    public void CocoPicturesAreKnownByNumber(string benchmark, string training, bool isFound)
    {
        var report = Audit([new BenchmarkItem("b", 0, [], benchmark)], Row("What?") with { Image = training });
        Assert.Equal(isFound ? 1 : 0, report.SameCocoNumber.Count);
    }

    [Fact]
    public void BenchmarksAreReadWithoutTheirPrompts()
    {
        var data = GoldenSet.Data("small");
        var tasks = BenchmarkItems.TasksIn(data);
        Assert.Equal(tasks.Count, tasks.Select(task => task.Card.DataPath).Distinct().Count());
        var items = tasks.SelectMany(task => BenchmarkItems.Read(task, data)).ToList();
        Assert.NotEmpty(items);
        Assert.DoesNotContain(items, item => item.Texts.Any(text => text.Contains("human life expectancy", StringComparison.Ordinal)));

        // A benchmark's own text in a row is found in that benchmark.
        var known = items.First(item => item.Texts[0].Split(' ').Length > 15);
        var audit = new OverlapAudit(items);
        audit.Add(Row(known.Texts[0]), null);
        Assert.Contains(audit.Report().Single(report => report.Benchmark == known.Benchmark).WholeTexts, finding => finding.Number == known.Number);
    }

    [Fact]
    public void TheSameFileUnderAnotherNameIsFound()
    {
        using var folder = new TemporaryFolder();
        PictureQuestionFolder.Write(folder.FullPath);
        File.Copy(folder.File("picture_questions", "images", "drawn_star.png"), folder.File("other.png"));
        var audit = new OverlapAudit([.. BenchmarkItems.Read(new PictureQuestions(), folder.FullPath)]);
        audit.Add(Row("What?") with { Image = "other.png" }, folder.FullPath);

        var report = Assert.Single(audit.Report());
        Assert.Equal(8, report.WithPicture);
        Assert.Equal("other.png", Assert.Single(report.SameFile).What);
        Assert.Contains("missing.png", Assert.Throws<InputException>(() => audit.Add(Row("?") with { Image = "missing.png" }, folder.FullPath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATooShortStretchIsRefused() => Assert.Throws<InputException>(() => new OverlapAudit([], 4));

    private static Gen<string[]> Words(int fewest, int most) => Gen.Int[0, 2].Select(word => "abc"[word].ToString()).Array[fewest, most];

    private static OverlapReport Audit(BenchmarkItem[] items, params ConversationRow[] rows) => Audit(items, OverlapAudit.DefaultStretch, rows);

    private static OverlapReport Audit(BenchmarkItem[] items, int stretch, params ConversationRow[] rows)
    {
        var audit = new OverlapAudit(items, stretch);
        foreach (var row in rows)
            audit.Add(row, null);
        return Assert.Single(audit.Report());
    }

    private static ConversationRow Row(string message) => new()
    {
        Turns = [new ConversationTurn(ConversationTurn.Human, message)],
        Place = new RowPlace("rows.json", 3, 4),
    };
}
