using System.Xml.Linq;
using Candor.Reports.Facts;
using Candor.Reports.Plots;
using Candor.Studies.Manifest;
using CsCheck;

namespace Candor.Tests.Reports;

/// <summary>Parts of a report by themselves.</summary>
public sealed class ReportPartsTests(ExampleReport example) : IClassFixture<ExampleReport>
{
    [Theory]
    [InlineData("LLaMA2-7B", "llama27b")]
    [InlineData("Llama-2-7b-hf", "llama27b")]
    [InlineData("Llama-2-7b-chat-hf", "llama27bchat")]
    public void ModelsAreKnownByTheirLetters(string name, string expected) => Assert.Equal(expected, PaperComparer.Normalized(name));

    [Fact]
    public void ThePapersFiguresAreEmbedded()
    {
        Assert.Equal(["P1", "P2", "P3", "P6", "P7", "P8", "P9", "P10"], PaperFigure.All.Select(figure => figure.Id));
        Assert.Equal(46.0, PaperFigure.All[0].Value);
        Assert.Equal("arXiv v1", PaperFigure.All[0].Version);
    }

    [Fact]
    public void ThePaperStandsBesideItsOwnModelOnlyAndSaysWhatDiffers()
    {
        Assert.Empty(example.Result.Facts.Paper);
        var facts = example.Result.Facts;
        var renamed = facts.Manifest with
        {
            Arms = [.. facts.Manifest.Arms.Select(arm => arm with { Base = "llama-2-7b", Name = arm.Name == "tiny" ? "llama-2-7b" : arm.Name })],
        };
        var figure = Assert.Single(new PaperComparer(renamed, facts.Evaluations).Compare());
        Assert.Equal(("P1", "full"), (figure.Figure.Id, figure.Arm));
        Assert.Equal(["other data than the original release: truthfulqa_mc"], figure.Obstacles);

        List<EvaluationLog> limited = [.. facts.Evaluations.Select(log => log with { TaskLimits = new Dictionary<string, long> { ["truthfulqa_mc"] = 7 } })];
        var other = Assert.Single(new PaperComparer(renamed, limited).Compare());
        Assert.Contains("only the first 7 documents of a task here", other.Obstacles);
    }

    [Fact]
    public void QuotasAreEvenAndUseWhatOthersLeave()
    {
        Assert.Equal([3, 11, 10], ChangedDocumentReader.Quotas([3, 50, 40], 24));
        Gen.Int[0, 50].Array[1, 8].Select(Gen.Int[0, 200]).Sample((counts, total) =>
        {
            var quotas = ChangedDocumentReader.Quotas(counts, total);
            Assert.Equal(Math.Min(total, counts.Sum()), quotas.Sum());
            Assert.All(quotas.Zip(counts), pair => Assert.InRange(pair.First, 0, pair.Second));
        });
    }

    [Fact]
    public void DrawingsHaveWordsAndNoFonts()
    {
        var pair = example.Result.Facts.Pairs[0];
        var svg = ForestPlot.Draw(pair, "forest-1", ForestPlot.Reach([pair]))!;
        var root = XElement.Parse(svg);
        Assert.Equal("img", root.Attribute("role")!.Value);
        Assert.Equal("Differences: lora against tiny", root.Element("title")!.Value);
        Assert.Contains("truthfulqa_mc mc1: +25.0", root.Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Contains(root.Elements("text"), text => text.Value == "truthfulqa_mc mc1");
        Assert.DoesNotContain("font", svg, StringComparison.Ordinal);
        // Every colour is the style sheet's.
        Assert.All(root.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "fill" or "stroke"), attribute => Assert.Equal("none", attribute.Value));
    }

    [Fact]
    public void ALossCurveNamesItsSeeds()
    {
        var seeds = example.Result.Facts.Trainings.Where(training => training.Arm == "lora").ToList();
        var root = XElement.Parse(LossPlot.Draw(seeds, "loss-1")!);
        Assert.Equal("Loss of lora", root.Element("title")!.Value);
        Assert.Contains("lora, seed 2: from 1.433 to 0.2857 over 12 updates", root.Element("desc")!.Value, StringComparison.Ordinal);
        Assert.Contains(root.Elements("text"), text => text.Value == "seed 2");
    }

    [Theory]
    [InlineData(-7.2, 31, new double[] { 0, 10, 20, 30 })]
    [InlineData(-0.21, 0.19, new[] { -0.2, -0.1, 0, 0.1 })]
    public void TicksAreRound(double low, double high, double[] expected) =>
        Assert.Equal(expected, NiceTicks.Between(low, high, 4).Select(value => Math.Round(value, 9)));

    [Fact]
    public void APairWithoutAnEvaluationIsAGap()
    {
        var gaps = new List<StudyGap>();
        var manifest = example.Result.Facts.Manifest with
        {
            Pairs = [new StudyPair { Baseline = "tiny", Variant = "tiny", Question = "?", AgainstBlankImages = true }],
        };
        var (pairs, _) = new PairReader(manifest, example.Result.Facts.Evaluations, [], example.Result.Facts.Options.Comparison, gaps).Read();
        Assert.Empty(pairs);
        Assert.Equal("not compared: tiny with blank pictures has no finished evaluation", Assert.Single(gaps).Reason);
    }
}
