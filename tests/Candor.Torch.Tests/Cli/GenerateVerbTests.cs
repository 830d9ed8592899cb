using System.Text.Json;
using Candor.TestSupport;
using Candor.Torch.Tests.Support;

namespace Candor.Torch.Tests.Cli;

public sealed class GenerateVerbTests
{
    private static readonly string s_model = Goldens.Committed("small", "models", "tiny-llama");

    [Theory]
    [InlineData("st-fp32")]
    [InlineData("llama-3.2-like")]
    [InlineData("bin-legacy")]
    public async Task JsonIsTheReferencesGreedyContinuation(string name)
    {
        var golden = Goldens.Json(Goldens.Committed("llama", "index.json")).GetProperty("checkpoints").GetProperty(name).GetProperty("greedy");
        var (prompt, expected) = (Json.Ints(golden.GetProperty("prompt_ids")), Json.Ints(golden.GetProperty("new_ids")));

        var (code, output, error) = await CandorCommand.RunAsync(
            "generate", "--model", Goldens.Committed("llama", "checkpoints", name), "--dtype", "fp32", "--json", "--echo-logprobs",
            "--prompt-ids", string.Join(',', prompt), "--max-new-tokens", $"{expected.Length}");

        Assert.Equal((0, ""), (code, error));
        var actual = JsonDocument.Parse(output).RootElement;
        Assert.Equal(["prompt_ids", "ids", "text", "logprobs", "stopped_by", "prompt_logprobs"], actual.EnumerateObject().Select(member => member.Name));
        Assert.Equal(prompt, Json.Ints(actual.GetProperty("prompt_ids")));
        Assert.Equal(expected, Json.Ints(actual.GetProperty("ids")));
        Assert.Equal("length", actual.GetProperty("stopped_by").GetString());
        Close(golden.GetProperty("token_logprobs"), actual.GetProperty("logprobs"));
        Close(golden.GetProperty("prompt_logprobs"), actual.GetProperty("prompt_logprobs"));
    }

    [Theory]
    [InlineData]
    [InlineData("--json")]
    public async Task AModelThatGivesNoNumbersIsRefused(params string[] more)
    {
        var (code, output, error) = await CandorCommand.RunAsync(
            ["generate", "--model", Goldens.Committed("llama", "bad", "models", "nan-weight"), "--prompt-ids", "1,5,3,7", .. more]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("nan-weight: expected finite log-probabilities", error);
    }

    [Theory]
    [InlineData("expected either --prompt or --prompt-ids")]
    [InlineData("expected either --prompt or --prompt-ids", "--prompt", "a", "--prompt-ids", "1")]
    [InlineData("--prompt-ids: expected numbers separated by commas, found \"x\" at place 2", "--prompt-ids", "1,x")]
    [InlineData("token id 512 is outside the model's vocabulary of 512", "--prompt-ids", "512")]
    [InlineData("--max-new-tokens: expected 0 or more", "--prompt", "a", "--max-new-tokens", "-1")]
    [InlineData("--dtype: Argument 'fp64' not recognized. Must be one of: 'auto' 'fp32' 'bf16' 'fp16'", "--prompt", "a", "--dtype", "fp64")]
    public async Task BadInputIsOneLineAndExitCodeTwo(string message, params string[] more)
    {
        var (code, output, error) = await CandorCommand.RunAsync(["generate", "--model", s_model, .. more]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("error: " + message, error.Split('\n')[0]);
    }

    private static void Close(JsonElement expected, JsonElement actual)
    {
        Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
        foreach (var (reference, value) in expected.EnumerateArray().Zip(actual.EnumerateArray()))
        {
            Assert.Equal(reference.ValueKind, value.ValueKind);
            if (reference.ValueKind == JsonValueKind.Number)
                Assert.Equal(reference.GetDouble(), value.GetDouble(), 1e-4);
        }
    }
}
