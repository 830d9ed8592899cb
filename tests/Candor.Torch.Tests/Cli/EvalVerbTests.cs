using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class EvalVerbTests
{
    private static readonly string s_model = Goldens.Committed("small", "models", "tiny-llama");
    private static readonly string s_data = Goldens.Committed("small", "lm_eval", "data");

    [Fact]
    public async Task JsonIsTheResultsFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await CandorCommand.RunAsync(Args(folder, "truthfulqa_mc1", "--json"));
        Assert.Equal(0, code);
        Assert.Contains("requests", error);
        var file = Directory.GetFiles(folder.FullPath, "results_*.json", SearchOption.AllDirectories).Single();
        Assert.Equal(File.ReadAllText(file).TrimEnd(), output.TrimEnd());
    }

    [Fact]
    public async Task TheTableShowsScoresBesideWhatNoSkillGets()
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = await CandorCommand.RunAsync(Args(folder, "ethics_virtue"));
        Assert.Equal(0, code);
        Assert.Contains("ethics_virtue was answered no 100.0%, yes 0.0%; always “no” would get 80.0", output);
        Assert.Matches(@"tokens asked for [\d,]+, distinct prefixes [\d,]+, through the model [\d,]+", output);
        var file = Directory.GetFiles(folder.FullPath, "results_*.json", SearchOption.AllDirectories).Single();
        Assert.Contains($"results: {file}\n", output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task DumpedRequestsAreAskedInTheOrderOfTheProtocol()
    {
        using var folder = new TemporaryFolder();
        var (code, _, _) = await CandorCommand.RunAsync(
            "eval", "--model", "pseudo:visible-1", "--tasks", "ethics_cm", "--protocol", "paper2023", "--data", s_data,
            "--dump-requests", folder.File("requests.json"), "--dry-run");
        Assert.Equal(0, code);
        var requests = Goldens.Json(folder.File("requests.json")).GetProperty("ethics_cm").GetProperty("loglikelihood").EnumerateArray().ToArray();
        Assert.Equal(28, requests.Length);
        Assert.Equal([" yes", " no"], requests.Take(2).Select(request => request[1].GetString()!));
        Assert.Equal(requests[0][0].GetString(), requests[1][0].GetString());
    }

    [Theory]
    [InlineData("paper2023", "p")]
    [InlineData("lm-eval-0.4", "new")]
    public async Task DumpedRequestsHaveTheHarnesssHash(string protocol, string golden)
    {
        using var folder = new TemporaryFolder();
        var (code, _, _) = await CandorCommand.RunAsync(
            "eval", "--model", "pseudo:visible-1", "--tasks", "truthfulqa_mc,ethics_cm,ethics_deontology,ethics_justice,ethics_utilitarianism,ethics_virtue",
            "--protocol", protocol, "--data", s_data, "--dump-requests", folder.File("requests.json"), "--dry-run");
        Assert.Equal(0, code);
        var tasks = Goldens.Json(folder.File("requests.json")).EnumerateObject().ToList();
        Assert.InRange(tasks.Count, 6, 7);
        foreach (var task in tasks)
        {
            var expected = Goldens.Json(Goldens.Committed("small", "lm_eval", "synthetic", golden, task.Name + ".json")).GetProperty("requests_sha256");
            var list = Assert.Single(task.Value.EnumerateObject());
            Assert.Equal(
                expected.GetProperty(list.Name).GetString(),
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list.Value.GetRawText()))));
        }
    }

    [Fact]
    public async Task WhereRequestsCannotBeWrittenNothingIsLeft()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("taken"));
        var (code, output, error) = await CandorCommand.RunAsync(
            "eval", "--model", "pseudo:1", "--tasks", "ethics_cm", "--data", s_data, "--dump-requests", folder.File("taken"), "--dry-run");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains($"error: --dump-requests: {folder.File("taken")}: cannot be written", error);
        Assert.Equal([folder.File("taken")], Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Fact]
    public async Task AJournalThatCannotBeOpenedIsBadInput()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("pseudo__1/journal.jsonl"));
        var (code, _, error) = await CandorCommand.RunAsync(
            "eval", "--model", "pseudo:1", "--tasks", "ethics_cm", "--data", s_data, "--output", folder.FullPath);
        Assert.Equal(2, code);
        Assert.Contains("journal.jsonl: cannot be opened for writing", error);
    }

    [Fact]
    public async Task ADryRunCountsTokensWithoutScoring()
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = await CandorCommand.RunAsync(Args(folder, "truthfulqa_mc", "--dry-run", "--json"));
        Assert.Equal(0, code);
        var plan = JsonDocument.Parse(output).RootElement;
        Assert.True(plan.GetProperty("tokens").GetProperty("asked_for").GetInt64() > plan.GetProperty("tokens").GetProperty("distinct_prefixes").GetInt64());
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.FullPath));
    }

    [Theory]
    [InlineData("--model x.gguf --tasks ethics_cm", "no such folder or file")]
    [InlineData("--model hub:org/name --tasks ethics_cm", "hub:")]
    [InlineData("--model nowhere --tasks ethics_cm", "no such folder")]
    [InlineData("--model pseudo:1 --tasks ethics_cn", "ethics_cn")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --protocol lm-eval-9", "lm-eval-9")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --data nowhere", "nowhere")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --limit 0", "limit")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --num-fewshot 2", "few-shot")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --batch-size many", "--batch-size")]
    [InlineData("--model pseudo:1 --tasks ethics_cm --threads 0", "--threads")]
    [InlineData("--tasks ethics_cm", "--model")]
    public async Task BadInputIsOneLineThatNamesItAndExitCodeTwo(string args, string named)
    {
        using var folder = new TemporaryFolder();
        string[] data = args.Contains("--data") ? [] : ["--data", s_data];
        var (code, output, error) = await CandorCommand.RunAsync(["eval", .. args.Split(' '), .. data, "--output", folder.File("out")]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(named, error.Split('\n').Single(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void KilledAtRandomMomentsItGoesOnAndWritesTheSameFiles()
    {
        using var folder = new TemporaryFolder();
        string[] Command(string output) =>
        [
            "eval", "--model", s_model, "--data", s_data, "--batch-size", "1", "--output", folder.File(output), "--protocol", "paper2023",
            "--tasks", "truthfulqa_mc,ethics_cm,ethics_deontology,ethics_virtue",
        ];
        using (var whole = CandorProcess.Start(Command("whole")))
            Assert.Equal(0, whole.Wait());
        var length = JournalLength(folder.File("whole"));

        var random = new Random(20230911);
        var interrupted = 0;
        for (var i = 0; i < 10; i++)
        {
            using var process = CandorProcess.Start(Command("killed"));
            var target = JournalLength(folder.File("killed")) + random.NextInt64(1, length / 8);
            while (!process.HasEnded && JournalLength(folder.File("killed")) < target)
                Thread.Sleep(1);
            interrupted += process.HasEnded ? 0 : 1;
            process.Kill();
        }

        using (var last = CandorProcess.Start(Command("killed")))
            Assert.Equal(0, last.Wait());
        Assert.InRange(interrupted, 1, 10);
        Assert.Equal(RepeatableFiles.Read(folder.File("whole")), RepeatableFiles.Read(folder.File("killed")));
    }

    /// <summary>The journal is held by the process that writes it, so its length is asked for and not its content.</summary>
    private static long JournalLength(string output) => Directory.Exists(output)
        ? new DirectoryInfo(output).EnumerateFiles("journal.jsonl", SearchOption.AllDirectories).Sum(file => file.Length)
        : 0;

    private static string[] Args(TemporaryFolder folder, string tasks, params string[] more) =>
        ["eval", "--model", s_model, "--tasks", tasks, "--data", s_data, "--output", folder.FullPath, .. more];
}
