using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class InspectVerbTests
{
    [Fact]
    public async Task JsonIsAllThatIsOnTheOutput()
    {
        var (code, output, error) = await CandorCommand.RunAsync("inspect", Goldens.Committed("llama", "checkpoints", "llama-3.2-like"), "--json");
        Assert.Equal(0, code);
        Assert.Empty(error);
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("LlamaForCausalLM", root.GetProperty("architecture").GetString());
        Assert.Equal("bfloat16", root.GetProperty("dtype").GetString());
        Assert.Equal(64, root.GetProperty("digest").GetString()!.Length);
    }

    [Fact]
    public async Task AReaderSeesShapeDigestAndProblems()
    {
        var (code, output, _) = await CandorCommand.RunAsync("inspect", Goldens.Committed("llama", "bad", "models", "wrong-shape"));
        Assert.Equal(0, code);
        Assert.Contains("1 of width 8, feed-forward 12 (silu)", output, StringComparison.Ordinal);
        Assert.Contains("expected [8, 8], found [8, 4]", output, StringComparison.Ordinal);
        Assert.Matches("digest +[0-9a-f]{64}", output);
    }

    [Fact]
    public async Task LlavaAndAdaptersAreDescribed()
    {
        var (_, llava, _) = await CandorCommand.RunAsync("inspect", Goldens.Committed("small", "models", "tiny-llava"));
        Assert.Contains("openai/tiny-clip", llava, StringComparison.Ordinal);
        var (_, adapter, _) = await CandorCommand.RunAsync("inspect", Goldens.Committed("small", "peft", "adapters", "rslora"));
        Assert.Contains("LORA (rsLoRA) of rank 4, alpha 8", adapter, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("llama/bad/models/lfs-pointer")]
    [InlineData("llama/bad/models/config-not-json")]
    public async Task BadInputIsExitCodeTwoAndOneLine(string path)
    {
        var (code, output, error) = await CandorCommand.RunAsync("inspect", Goldens.Committed(path.Split('/')));
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }
}
