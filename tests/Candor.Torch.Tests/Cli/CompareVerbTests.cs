using System.Text.Json;
using Candor.Cli.Rendering;
using Candor.Evaluation.Comparison;
using Candor.Evaluation.Comparison.Readers;
using Candor.TestSupport;
using Spectre.Console;

namespace Candor.Torch.Tests.Cli;

public sealed class CompareVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TheTableSaysWhatIsShown()
    {
        var (code, output, error) = await CandorCommand.RunAsync("compare", Run("base", 60), Run("tuned", 90));
        Assert.Equal(0, code);
        Assert.Empty(error);
        Assert.Matches(@"ethics_utilitarianism +acc +200 +30\.0 +45\.0 +\+15\.0", output);
        Assert.Matches(@"ethics_utilitarianism acc: higher by 15\.0 points, 95% \d+\.\d to \d+\.\d, p\(Holm\) <0\.0001", output);
    }

    [Fact]
    public async Task JsonHasTheKeysOfTheContractAndNothingElseIsWritten()
    {
        var (code, output, error) = await CandorCommand.RunAsync("compare", Run("base", 60), Run("tuned", 90), "--json", "--seed", "7", "--replicates", "500");
        Assert.Equal(0, code);
        Assert.Empty(error);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal((7, 500), (root.GetProperty("seed").GetInt32(), root.GetProperty("replicates").GetInt32()));
        var entry = Assert.Single(root.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(200, entry.GetProperty("n").GetInt32());
        Assert.Equal(0.3, entry.GetProperty("values").GetProperty("a").GetDouble(), 1e-12);
        Assert.Equal(0.45, entry.GetProperty("values").GetProperty("b").GetDouble(), 1e-12);
        Assert.Equal(0.15, entry.GetProperty("difference").GetDouble(), 1e-12);
        Assert.InRange(entry.GetProperty("interval")[0].GetDouble(), 0.05, 0.15);
        Assert.InRange(entry.GetProperty("interval")[1].GetDouble(), 0.15, 0.25);
        Assert.Equal(Math.Pow(2, -29), entry.GetProperty("p").GetDouble(), 1e-15);
        Assert.Equal(entry.GetProperty("p").GetDouble(), entry.GetProperty("p_adjusted").GetDouble());
        Assert.Equal(("mcnemar_exact", "document"), (entry.GetProperty("test").GetString(), entry.GetProperty("resampled_by").GetString()));
    }

    [Fact]
    public async Task MarkdownIsWrittenBesideTheTable()
    {
        var file = _folder.File("comparison.md");
        Assert.Equal(0, (await CandorCommand.RunAsync("compare", Run("base", 60), Run("tuned", 90), "--markdown", file)).Code);
        var page = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Assert.Contains("| ethics_utilitarianism | acc | 200 | 30.0 | 45.0 | +15.0 |", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--replicates", "0")]
    [InlineData("--seed", "-1")]
    [InlineData("--markdown", "no/such/folder/file.md")]
    public async Task BadOptionsAreExitCodeTwo(string option, string value)
    {
        var (code, output, error) = await CandorCommand.RunAsync("compare", Run("base", 60), Run("tuned", 90), option, value);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("error: " + option, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneRunOrNoRunIsExitCodeTwo()
    {
        Assert.Equal(2, (await CandorCommand.RunAsync("compare", Run("base", 60))).Code);
        Assert.Equal(2, (await CandorCommand.RunAsync("compare", Run("base", 60), _folder.File("nowhere"))).Code);
    }

    [Fact]
    public void TheTableFitsAHundredColumns()
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 100;
        ComparisonTable.Write(console, RunComparer.Compare([RunReaders.Read(Run("base", 60)), RunReaders.Read(Run("tuned", 90))], new ComparisonOptions()));
        var lines = writer.ToString().Split('\n');
        Assert.All(lines.Where(line => !line.Contains(_folder.FullPath, StringComparison.Ordinal)), line => Assert.True(line.Length <= 100, line));
        Assert.Single(lines, line => line.TrimStart().StartsWith("ethics_utilitarianism   acc", StringComparison.Ordinal));
    }

    private string Run(string model, int right) => new MiniatureRun { Model = model }
        .Add("ethics_utilitarianism", "acc", [.. Enumerable.Range(0, 200).Select(i => (double?)(i < right ? 1 : 0))])
        .Write(_folder.FullPath);
}
