using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary><c>candor eval</c> with questions about pictures.</summary>
public sealed class EvalPicturesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvalPicturesTests() => PictureQuestionFolder.Write(folder.FullPath);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("paper2023")]
    [InlineData("lm-eval-0.4")]
    public async Task AModelIsEvaluatedWithAndWithoutItsPicturesAndTheTwoAreCompared(string protocol)
    {
        foreach (string[] blank in (string[][])[[], ["--blank-images"]])
        {
            string name = blank.Length == 0 ? "own" : "blank";
            var (code, output, error) = await Eval("tiny-llava", ["--protocol", protocol, "--output", folder.File(name), "--template", "v1", .. blank]);
            Assert.True(code == 0, error);
            Assert.Contains("picture_questions was answered ", output);
        }

        var (compared, report, _) = await CandorCommand.RunAsync("compare", folder.File("own"), folder.File("blank"));
        Assert.Equal(0, compared);
        Assert.Contains("pictures shown: the documents' own and blank; this is what is compared", report.ReplaceLineEndings(" "));
    }

    [Fact]
    public async Task AnInterruptedEvaluationGoesOnFromItsJournal()
    {
        string[] options = ["--output", folder.File("run"), "--template", "v1"];
        Assert.Equal(0, (await Eval("tiny-llava", options)).Code);
        var (code, output, _) = await Eval("tiny-llava", options);
        Assert.Equal(0, code);
        Assert.Contains("20 requests were answered by an earlier run's journal", output);
        var (_, blank, _) = await Eval("tiny-llava", [.. options, "--blank-images"]);
        Assert.DoesNotContain("earlier run's journal", blank);
    }

    [Fact]
    public async Task ADryRunCountsThePicturesPositions()
    {
        var (code, output, _) = await Eval("tiny-llava", ["--template", "v1", "--dry-run", "--json"]);
        Assert.Equal(0, code);
        var tokens = System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("tokens");
        Assert.True(tokens.GetProperty("asked_for").GetInt64() > 20 * 16);
        Assert.True(tokens.GetProperty("distinct_prefixes").GetInt64() < tokens.GetProperty("asked_for").GetInt64() / 4);
    }

    [Theory]
    [InlineData("tiny-llama", "--template v1", "expected a LLaVA model, which sees pictures")]
    [InlineData("tiny-llava", "", "expected the conversation template that the model was tuned with")]
    [InlineData("tiny-llava", "--blank-images", "--blank-images: expected --template")]
    [InlineData("tiny-llava", "--template v7", "template: expected one of")]
    [InlineData("tiny-llava", "--template v1 --vision-tower nowhere/at-all", "vision tower nowhere/at-all: expected its folder at one of")]
    public async Task BadInputIsOneLine(string model, string options, string message)
    {
        var (code, _, error) = await Eval(model, [.. options.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--output", folder.File("run")]);
        Assert.Equal(2, code);
        Assert.Contains(message, error);
        Assert.Single(error.TrimEnd().Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task APictureThatCannotBeDecodedIsNamed()
    {
        string picture = folder.File("picture_questions", "images", "drawn_star.png");
        byte[] bytes = File.ReadAllBytes(picture);
        File.WriteAllBytes(picture, bytes[..(bytes.Length / 2)]);
        var (code, _, error) = await Eval("tiny-llava", ["--template", "v1", "--output", folder.File("run")]);
        Assert.Equal(2, code);
        Assert.Contains($"line 5: image: {picture}: ", error);
    }

    private Task<(int Code, string Output, string Error)> Eval(string model, string[] options) => CandorCommand.RunAsync(
        ["eval", "--model", Goldens.Committed("small", "models", model), "--tasks", "picture_questions", "--data", folder.FullPath, .. options]);
}
