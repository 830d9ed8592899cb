using System.Text.Json;
using Candor.Cli;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class DataVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Instruct => Goldens.Committed("small", "train", "data", "instruct.json");

    private static string TinyLlama => Goldens.Committed("small", "models", "tiny-llama");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PreviewJsonIsALineARowAsTheReferenceEncodesIt()
    {
        var golden = Goldens.Json(Goldens.Committed("small", "labels", "real.json"));
        await File.WriteAllTextAsync(_folder.File("rows.json"), golden.GetProperty("rows").GetRawText(), TestContext.Current.CancellationToken);
        var (code, output, error) = await CandorCommand.RunAsync(
            "data", "preview", _folder.File("rows.json"), "--model", TinyLlama, "--version", "vicuna_v1", "--mm-use-im-start-end", "--json");
        Assert.Equal((0, ""), (code, error));
        var outcomes = golden.GetProperty("outcomes").GetProperty("vicuna_v1|start_end");
        var lines = output.TrimEnd().Split('\n');
        Assert.Equal(outcomes.GetArrayLength(), lines.Length);
        foreach (var (index, line) in lines.Index())
        {
            var row = JsonDocument.Parse(line).RootElement;
            Assert.Equal(["row", "ids", "labels", "warnings"], row.EnumerateObject().Select(member => member.Name));
            Assert.Equal(index, row.GetProperty("row").GetInt32());
            Assert.Equal(Ints(outcomes[index].GetProperty("ids")), Ints(row.GetProperty("ids")));
            var trained = outcomes[index].GetProperty("trained").EnumerateArray().Sum(span => span[1].GetInt32() - span[0].GetInt32());
            Assert.Equal(trained, Ints(row.GetProperty("labels")).Count(label => label != -100));
        }
    }

    [Fact]
    public async Task ASplitNamesItsFilesAndTheirRows()
    {
        await File.WriteAllTextAsync(_folder.File("rows.jsonl"), """{"kind": "a"} {"kind": "b"} {"kind": "a"}""", TestContext.Current.CancellationToken);
        var (code, output, error) = await CandorCommand.RunAsync("data", "split", _folder.File("rows.jsonl"), _folder.File("out"), "--by", "kind");
        Assert.Equal((0, ""), (code, error));
        Assert.Equal($"{_folder.File("out", "a.json")}: 2 rows\n{_folder.File("out", "b.json")}: 1 rows\n", output.ReplaceLineEndings("\n"));
        (_, output, _) = await CandorCommand.RunAsync("data", "split", _folder.File("rows.jsonl"), _folder.File("json"), "--by", "kind", "--json");
        Assert.Equal("""{"a":2,"b":1}""", output.TrimEnd());
        (code, _, error) = await CandorCommand.RunAsync("data", "split", _folder.File("rows.jsonl"), _folder.File("none"));
        Assert.Equal(2, code);
        Assert.Contains("rows.jsonl: row 0 (line 1): type: expected a text or a number, found none", error);
    }

    [Fact]
    public async Task StoppedItSaysThatNothingWasSaved()
    {
        using var error = new StringWriter();
        var code = await CommandLineHost.RunAsync(
            ["data", "split", Instruct, _folder.File("out"), "--by", "id"], TextWriter.Null, error, new CancellationToken(canceled: true));
        Assert.Equal((130, "interrupted; nothing was saved"), (code, error.ToString().TrimEnd()));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public async Task WrongUsageNamesTheVerbWithItsParents()
    {
        var (code, _, error) = await CandorCommand.RunAsync("data", "split");
        Assert.Equal(2, code);
        Assert.EndsWith("see: candor data split --help", error.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAuditNamesTheDocumentsThatStandInRows()
    {
        var data = Goldens.Committed("small", "lm_eval", "data");
        var question = Goldens.Json(Path.Combine(data, "truthfulqa", "mc_task.json"))[0].GetProperty("question").GetString()!;
        await File.WriteAllTextAsync(
            _folder.File("rows.json"),
            JsonSerializer.Serialize(new[] { new { id = "1", conversations = new[] { new { from = "human", value = $"Well: {question}" } } } }),
            TestContext.Current.CancellationToken);
        string[] args = ["data", "audit", _folder.File("rows.json"), "--data", data, "--words", "5"];

        var (code, output, _) = await CandorCommand.RunAsync([.. args, "--json"]);
        Assert.Equal(0, code);
        var first = JsonDocument.Parse(output).RootElement.GetProperty("benchmarks").EnumerateArray()
            .Single(benchmark => benchmark.GetProperty("benchmark").GetString() == "truthfulqa_mc1");
        Assert.Equal(0, first.GetProperty("stretches")[0].GetProperty("document").GetInt32());
        Assert.Empty(first.GetProperty("whole_texts").EnumerateArray());

        (code, output, _) = await CandorCommand.RunAsync(args);
        Assert.Equal(0, code);
        Assert.Contains("truthfulqa_mc1 document 0 is in ", output.ReplaceLineEndings(" "));
        (code, _, var error) = await CandorCommand.RunAsync("data", "audit", _folder.File("rows.json"), "--data", _folder.FullPath);
        Assert.Equal(2, code);
        Assert.Contains("expected the data of a benchmark in its official layout, found none", error);
    }

    [Fact]
    public async Task PreviewMarksWhatIsTrainedAndTakesALimit()
    {
        var (code, output, _) = await CandorCommand.RunAsync("data", "preview", Instruct, "--tokenizer", TinyLlama, "--version", "v1", "--limit", "2");
        Assert.Equal(0, code);
        Assert.Equal(2, output.Split("⟧").Length - 1);
        Assert.Contains("</s>⟧", output.ReplaceLineEndings(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PreviewNamesRowsThatDoNotFitAndShowsTheRest()
    {
        await File.WriteAllTextAsync(
            _folder.File("rows.json"),
            """[{"conversations": [{"from": "bot", "value": "x"}]}, {"conversations": [{"from": "human", "value": "x"}, {"from": "gpt", "value": "y"}]}]""",
            TestContext.Current.CancellationToken);
        var (code, output, error) = await CandorCommand.RunAsync("data", "preview", _folder.File("rows.json"), "--model", TinyLlama, "--version", "v1", "--json");
        Assert.Equal(2, code);
        Assert.Equal(2, output.TrimEnd().Split('\n').Length);
        Assert.Contains("row 0 (line 1): conversations[0].from: expected human or gpt, found", output, StringComparison.Ordinal);
        Assert.Contains("1 rows do not fit", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InspectCountsAndNames()
    {
        var (code, output, error) = await CandorCommand.RunAsync("data", "inspect", Instruct, "--json");
        Assert.Equal((0, ""), (code, error));
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal(12, root.GetProperty("rows").GetInt32());
        Assert.Equal(9, root.GetProperty("rows_with_image").GetInt32());
        Assert.Equal(12, root.GetProperty("rows_by_turns").EnumerateObject().Sum(pair => pair.Value.GetInt32()));
        Assert.Equal(root.GetProperty("question_characters").GetProperty("count").GetInt32(), root.GetProperty("answer_characters").GetProperty("count").GetInt32());

        var (_, table, _) = await CandorCommand.RunAsync("data", "inspect", Instruct);
        Assert.Contains("with a picture", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportSaysFormatAndEveryDroppedRow()
    {
        await File.WriteAllTextAsync(
            _folder.File("in.jsonl"),
            """
            {"instruction": "Q", "input": "", "output": "A"}
            {"instruction": "Q", "input": "", "output": ""}
            """,
            TestContext.Current.CancellationToken);
        var (code, output, _) = await CandorCommand.RunAsync("data", "import", _folder.File("in.jsonl"), _folder.File("out.json"));
        Assert.Equal(0, code);
        Assert.Contains("alpaca: 1 of 2 rows", output, StringComparison.Ordinal);
        Assert.Contains("dropped: empty answer: 1:", output, StringComparison.Ordinal);
        Assert.Contains("row 1 (line 2)", output.ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.Single(Goldens.Json(_folder.File("out.json")).EnumerateArray());
    }

    [Theory]
    [InlineData("fair", false)]
    [InlineData("authors", true)]
    public async Task ExtractTextKeepsTheImageKeyOnlyInTheAuthorsForm(string form, bool keeps)
    {
        var (code, _, _) = await CandorCommand.RunAsync("data", "extract-text", Instruct, _folder.File("text.json"), "--form", form);
        Assert.Equal(0, code);
        var rows = Goldens.Json(_folder.File("text.json"));
        Assert.Equal(12, rows.GetArrayLength());
        Assert.Equal(keeps ? 9 : 0, rows.EnumerateArray().Count(row => row.TryGetProperty("image", out _)));
        Assert.DoesNotContain(rows.EnumerateArray(), row => row.GetProperty("conversations")[0].GetProperty("value").GetString()!.Contains("<image>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("data", "inspect", "nowhere.json")]
    [InlineData("data", "import", "nowhere.json", "out.json")]
    [InlineData("data", "preview", "nowhere.json", "--model", "nowhere", "--version", "v1")]
    public async Task BadInputIsExitCodeTwoAndOneLine(params string[] args)
    {
        var (code, output, error) = await CandorCommand.RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
}
