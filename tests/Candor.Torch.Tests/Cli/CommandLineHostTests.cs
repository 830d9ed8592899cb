using System.Text.Json;

namespace Candor.Torch.Tests.Cli;

public sealed class CommandLineHostTests
{
    [Theory]
    [InlineData("frob")]
    [InlineData("doctor", "--jsn")]
    [InlineData("doctor", "--data")]
    public async Task WrongUsageIsExitCodeTwoAndNothingOnTheOutput(params string[] args)
    {
        var (code, output, error) = await CandorCommand.RunAsync(args);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("error: ", error);
    }

    [Fact]
    public async Task EveryVerbHasAnExampleInItsHelp()
    {
        var (_, list, _) = await CandorCommand.RunAsync("--help");
        var verbs = list[list.IndexOf("Commands:", StringComparison.Ordinal)..].Split('\n').Skip(1)
            .Where(line => line.Length > 2 && line[2] != ' ').Select(line => line.Trim().Split(' ')[0]).ToArray();
        Assert.Contains("doctor", verbs);
        foreach (var verb in verbs)
        {
            var (code, help, _) = await CandorCommand.RunAsync(verb, "--help");
            Assert.Equal(0, code);
            Assert.Contains($"Example:\n  candor {verb}", help);
        }
    }

    [Fact]
    public async Task DoctorFindsLibtorchAndNamesMissingData()
    {
        var (code, output, _) = await CandorCommand.RunAsync("doctor", "--json", "--data", "nowhere");
        Assert.Equal(0, code);
        var findings = JsonDocument.Parse(output).RootElement.EnumerateArray().ToDictionary(f => f.GetProperty("name").GetString()!, f => f.GetProperty("verdict").GetString());
        Assert.Equal("fine", findings["libtorch"]);
        Assert.Equal("limited", findings["truthfulqa_mc"]);
    }
}
