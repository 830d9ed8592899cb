using System.Text.Json;
using Candor.TestSupport;
using Candor.Torch.Tests.Support;
using Candor.Torch.Tests.Training;

namespace Candor.Torch.Tests.Cli;

/// <summary><c>candor generate --image</c> against the reference's greedy decoding.</summary>
public sealed class GeneratePicturesTests
{
    [Theory]
    [InlineData("small", "v0")]
    [InlineData("small", "vicuna_v1")]
    [InlineData("small", "llava_llama_2")]
    [InlineData("shared", "v0")]
    [InlineData("shared", "vicuna_v1")]
    [InlineData("shared", "llava_llama_2")]
    public async Task IdsWithAPlaceholderAreContinuedAsTheReferenceContinuesThem(string size, string template)
    {
        var golden = Golden(size, template);
        var answer = await Generate(size, golden, "--prompt-ids", string.Join(',', Json.Ints(golden.GetProperty("input_ids"))), "--echo-logprobs");
        Assert.Equal(Json.Ints(golden.GetProperty("greedy")), Json.Ints(answer.GetProperty("ids")));
        var promptIds = Json.Ints(answer.GetProperty("prompt_ids"));
        Assert.Equal(Json.Ints(golden.GetProperty("input_ids")), promptIds);
        var logProbabilities = answer.GetProperty("prompt_logprobs").EnumerateArray().ToList();
        Assert.Equal(promptIds.Length, logProbabilities.Count);
        Assert.Equal([0, Array.IndexOf(promptIds, -200)], logProbabilities.Index().Where(pair => pair.Item.ValueKind == JsonValueKind.Null).Select(pair => pair.Index));
    }

    [Theory]
    [InlineData("v0")]
    [InlineData("vicuna_v1")]
    [InlineData("llava_llama_2")]
    public async Task AQuestionInATemplateIsTheReferencesPrompt(string template)
    {
        var golden = Golden("shared", template);
        var answer = await Generate("shared", golden, "--prompt", "Describe the picture in one sentence.", "--template", template);
        Assert.Equal(Json.Ints(golden.GetProperty("input_ids")), Json.Ints(answer.GetProperty("prompt_ids")));
        Assert.Equal(Json.Ints(golden.GetProperty("greedy")), Json.Ints(answer.GetProperty("ids")));
        answer = await Generate("shared", golden, "--prompt", golden.GetProperty("prompt").GetString()!);
        Assert.Equal(Json.Ints(golden.GetProperty("greedy")), Json.Ints(answer.GetProperty("ids")));
    }

    [Theory]
    [InlineData("tiny-llava", "--prompt What?", "expected one place for the picture in the prompt")]
    [InlineData("tiny-llama", "--prompt <image>What?", "expected a LLaVA model, which sees pictures")]
    [InlineData("tiny-llava", "--prompt What? --template v9", "template: expected one of")]
    [InlineData("tiny-llava", "--prompt-ids 1,-200,5 --template v1", "--template: expected --image and --prompt with it")]
    [InlineData("tiny-llava", "--prompt-ids 1,-200,-7", "token id -7 is outside the model's vocabulary")]
    public async Task BadInputIsOneLine(string model, string options, string message)
    {
        string[] image = ["--image", Goldens.Committed("small", "clip", "images", "drawn_star.png")];
        var (code, output, error) = await CandorCommand.RunAsync(
            ["generate", "--model", Goldens.Committed("small", "models", model), .. options.Split(' '), .. image]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public async Task ABrokenPictureIsNamed()
    {
        string picture = Goldens.Committed("small", "clip", "images", "truncated.jpg");
        var (code, _, error) = await CandorCommand.RunAsync(
            "generate", "--model", Goldens.Committed("small", "models", "tiny-llava"), "--prompt", "What?", "--template", "v1", "--image", picture);
        Assert.Equal(2, code);
        Assert.Contains($"error: {picture}: expected a whole picture", error);
    }

    private static JsonElement Golden(string size, string template) =>
        Goldens.Json(TrainingGoldens.Path(size, "llava", "generation.json")).GetProperty(template);

    private static async Task<JsonElement> Generate(string size, JsonElement golden, params string[] options)
    {
        var (code, output, error) = await CandorCommand.RunAsync(
            ["generate", "--model", TrainingGoldens.Path(size, "models", "tiny-llava"), "--max-new-tokens", "20", "--json",
             "--image", PictureModels.Picture(size, golden.GetProperty("image").GetString()!).Path!, .. options]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.Clone();
    }
}
