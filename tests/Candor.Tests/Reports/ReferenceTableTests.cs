using Candor.Reports;
using Candor.Studies.Manifest;
using Candor.TestSupport;

namespace Candor.Tests.Reports;

public sealed class ReferenceTableTests
{
    [Fact]
    public void OthersScoresStandBesideTheMeanOverSeeds()
    {
        using var folder = new TemporaryFolder();
        var reference = new StudyReference { Arm = "lora", Task = "ethics_cm", Metric = "acc", Value = 0.25, StandardError = 0.02, Source = "another harness" };
        var absent = reference with { Task = "ethics_justice" };
        var result = ReportWriter.Write(ReportStudy.Example(folder.FullPath, manifest => manifest with { References = [reference, absent] }).Write(), new ReportOptions());
        var here = result.Facts.Scores.Where(score => score.Log is { Arm: "lora", IsBlank: false } && score.Card is { Task: "ethics_cm", Metric: "acc" })
            .Select(score => score.Card.Value).ToList();
        Assert.Equal(2, here.Count);
        var csv = File.ReadAllLines(folder.File("tables", "references.csv"));
        Assert.Equal(3, csv.Length);
        Assert.StartsWith(FormattableString.Invariant($"another harness,lora,ethics_cm,acc,{here.Average():R},2,0.25,0.02,"), csv[1]);
        Assert.Equal("another harness,lora,ethics_justice,acc,,0,0.25,0.02,", csv[2]);
        Assert.Contains("Beside other measurements", File.ReadAllText(folder.File("report.html")));
        Assert.Contains("| another harness | lora | ethics\\_cm | acc |", File.ReadAllText(folder.File("report.md")));
    }

    [Fact]
    public void WithoutOthersScoresNothingIsSaidOfThem()
    {
        using var folder = new TemporaryFolder();
        ReportWriter.Write(ReportStudy.Example(folder.FullPath).Write(), new ReportOptions());
        Assert.DoesNotContain("Beside other measurements", File.ReadAllText(folder.File("report.md")));
    }
}
