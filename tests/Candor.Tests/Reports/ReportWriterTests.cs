using System.Globalization;
using System.Text.Json;
using Candor.Reports;
using Candor.Studies.Manifest;
using Candor.TestSupport;
using CsvHelper;

namespace Candor.Tests.Reports;

public sealed class ReportWriterTests(ExampleReport example) : IClassFixture<ExampleReport>
{
    [Fact]
    public void MadeAgainElsewhereItIsTheSameByteForByte()
    {
        using var elsewhere = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(example.Folder, "*", SearchOption.AllDirectories).Where(IsLog))
        {
            var copy = elsewhere.File(Path.GetRelativePath(example.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        ReportWriter.Write(elsewhere.FullPath, new ReportOptions());
        var made = Directory.EnumerateFiles(example.Folder, "*", SearchOption.AllDirectories).Where(file => !IsLog(file)).ToList();
        Assert.Equal(2 + example.Result.Tables.All.Count, made.Count);
        foreach (var file in made)
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(elsewhere.File(Path.GetRelativePath(example.Folder, file))));

        bool IsLog(string file) => !Path.GetFileName(file).StartsWith("report.", StringComparison.Ordinal)
            && Path.GetFileName(Path.GetDirectoryName(file)) != ReportWriter.TableFolder;
    }

    [Fact]
    public void NothingOfTheMachineIsInIt()
    {
        Assert.DoesNotContain(example.Folder, example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Goldens.Root, example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(Environment.MachineName, example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("DejaVu", example.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void PagesAndTablesAgree()
    {
        using var csv = new CsvReader(new StringReader(example.Csv("differences")), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var rows = 0;
        while (csv.Read())
        {
            rows++;
            var points = csv.GetField<double>("difference") * 100;
            var shown = (points > 0.05 ? "+" : "") + (Math.Round(points, 1) + 0.0).ToString("0.0", CultureInfo.InvariantCulture);
            var name = $"{csv.GetField("task")!.Replace("_", "\\_", StringComparison.Ordinal)} {csv.GetField("metric")}";
            Assert.Contains($"| {csv.GetField("pair")} | {name} | {csv.GetField("n")} |", example.Markdown, StringComparison.Ordinal);
            Assert.Contains($"| {shown} |", example.Markdown, StringComparison.Ordinal);
            Assert.Contains($"<td class=\"number\">{shown.Replace("+", "&#x2B;", StringComparison.Ordinal)}</td>", example.Html, StringComparison.Ordinal);
        }

        Assert.Equal(15, rows);
        Assert.Contains("+25.0", example.Markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatTheReportMayNotBeTakenForStandsInItsHead()
    {
        foreach (var page in new[] { example.Html, example.Markdown })
        {
            var verdicts = page.IndexOf("Verdicts", StringComparison.Ordinal);
            Assert.InRange(page.IndexOf("This report claims nothing about real models:", StringComparison.Ordinal), 0, page.LastIndexOf("Verdicts", StringComparison.Ordinal));
            Assert.True(verdicts > 0);
            Assert.Contains("one answer (“no”) for every document: this number is the share of that label", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ThePageAsksForNothingFromOutside()
    {
        Assert.DoesNotContain("http://", example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", example.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", example.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void HostileTextsStayTexts()
    {
        const string Hostile = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)> &lt; \u2028 ]]> \"'`";
        using var folder = new TemporaryFolder();
        var data = folder.File("data", "truthfulqa");
        Directory.CreateDirectory(data);
        var json = File.ReadAllText(Goldens.Committed("small", "lm_eval", "data", "truthfulqa", "mc_task.json"));
        var question = JsonSerializer.Serialize(Hostile);
        File.WriteAllText(Path.Combine(data, "mc_task.json"), System.Text.RegularExpressions.Regex.Replace(json, "\"question\": \"([^\"]*)\"", match =>
            $"\"question\": {question[..^1]}{match.Groups[1].Value}\""));
        var study = folder.File("study");
        Directory.CreateDirectory(study);
        new ReportStudy(study) { Data = folder.File("data"), Tasks = ["truthfulqa_mc"], Adjust = manifest => manifest with { Title = Hostile } }
            .Arm("<b>base|", null, (null, new Candor.Evaluation.Models.PseudoModel("1")))
            .Arm("tuned", "<b>base|", (1, new Candor.Evaluation.Models.PseudoModel("2")))
            .Pair("<b>base|", "tuned", Hostile)
            .Write();
        ReportWriter.Write(study, new ReportOptions());

        var html = File.ReadAllText(Path.Combine(study, "report.html"));
        Assert.DoesNotContain("alert(1)</script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<!--", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Equal(2, html.Split("</script>").Length - 1);
        var start = html.IndexOf("id=\"documents-data\">", StringComparison.Ordinal) + "id=\"documents-data\">".Length;
        using var embedded = JsonDocument.Parse(html[start..html.IndexOf("</script>", start, StringComparison.Ordinal)]);
        Assert.StartsWith(Hostile, embedded.RootElement.GetProperty("documents")[0].GetProperty("question").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTextsItHasNumbersAndHashesOnly()
    {
        using var folder = new TemporaryFolder();
        ReportStudy.Example(folder.FullPath).Write();
        var result = ReportWriter.Write(folder.FullPath, new ReportOptions { IncludesTexts = false });
        Assert.NotEmpty(result.Facts.Changed.Documents);
        foreach (var file in Directory.EnumerateFiles(folder.FullPath, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is ".jsonl" or ".json")
                continue;
            foreach (var document in example.Result.Facts.Changed.Documents)
                Assert.DoesNotContain(document.Question!, File.ReadAllText(file), StringComparison.Ordinal);
        }

        Assert.Contains(result.Facts.Changed.Documents[0].Hash, File.ReadAllText(folder.File("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void DocumentsThatAreTooManyAreCounted()
    {
        using var folder = new TemporaryFolder();
        ReportStudy.Example(folder.FullPath).Write();
        var result = ReportWriter.Write(folder.FullPath, new ReportOptions { MaxDocuments = 12 });
        Assert.Equal(12, result.Facts.Changed.Documents.Count);
        Assert.Equal(example.Result.Facts.Changed.Documents.Count - 12, result.Facts.Changed.LeftOut);
        Assert.Contains($"{result.Facts.Changed.LeftOut} are left out", File.ReadAllText(folder.File("report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingLogIsAGapInPlainSight()
    {
        using var folder = new TemporaryFolder();
        ReportStudy.Example(folder.FullPath, manifest => manifest with { Gaps = [new StudyGap("train late", "out of memory")] }).Write();
        Directory.Delete(folder.File("evaluations", "full-1"), recursive: true);
        File.WriteAllText(folder.File("models", "lora-2", "trainer_state.json"), "{");
        var result = ReportWriter.Write(folder.FullPath, new ReportOptions());
        Assert.Equal(
            ["train late", "evaluations/full-1", "full against tiny", "models/lora-2"], result.Facts.Gaps.Select(gap => gap.Step));
        Assert.All(result.Facts.Gaps, gap => Assert.DoesNotContain(folder.FullPath, gap.Reason, StringComparison.Ordinal));
        Assert.Contains("Incomplete: 4 results are missing.", File.ReadAllText(folder.File("report.html")), StringComparison.Ordinal);
        Assert.Equal(2, result.Facts.Pairs.Count);
    }

    [Fact]
    public void WithoutATableOfContentsThereIsNoReport()
    {
        using var folder = new TemporaryFolder();
        var refusal = Assert.Throws<InputException>(() => ReportWriter.Write(folder.FullPath, new ReportOptions()));
        Assert.Contains("study.json", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }
}
