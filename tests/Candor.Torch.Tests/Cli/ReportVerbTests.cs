using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class ReportVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheReportIsMadeAndItsVerdictsArePrinted()
    {
        ReportStudy.Example(_folder.FullPath).Write();
        Directory.Delete(_folder.File("evaluations", "full-1"), recursive: true);
        var (code, output, error) = await CandorCommand.RunAsync("report", _folder.FullPath);
        Assert.Equal(0, code);
        Assert.Contains("None of 10 comparisons shows a difference.", output, StringComparison.Ordinal);
        Assert.EndsWith("report.html", output.TrimEnd(), StringComparison.Ordinal);
        Assert.True(File.Exists(output.TrimEnd().Split('\n')[^1].Trim()));
        Assert.Contains("missing: full against tiny: not compared: full has no finished evaluation", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JsonHasTheVerdicts()
    {
        ReportStudy.Example(_folder.FullPath).Write();
        var (code, output, error) = await CandorCommand.RunAsync("report", _folder.FullPath, "--json", "--without-texts", "--documents", "5");
        Assert.Equal(0, code);
        Assert.Empty(error);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Empty(root.GetProperty("gaps").EnumerateArray());
        var pair = root.GetProperty("pairs")[0];
        Assert.Equal("lora", pair.GetProperty("variant").GetString());
        Assert.StartsWith("no difference shown", pair.GetProperty("verdicts").GetProperty("truthfulqa_mc mc1").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report")]
    [InlineData("report", ".", "--documents", "-1")]
    [InlineData("report", "no/such/study")]
    public async Task BadUsageIsExitCodeTwo(params string[] args)
    {
        var (code, _, error) = await CandorCommand.RunAsync(args);
        Assert.Equal(2, code);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }
}
