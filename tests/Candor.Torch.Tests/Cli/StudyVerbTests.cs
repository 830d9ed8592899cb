using System.Text.Json;
using Candor.Cli;
using Candor.Studies.Manifest;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class StudyVerbTests
{
    private const string OneArm = "only=[lora]";
    private const string OneSeed = "arms.lora.seeds=[1]";

    [Fact]
    public async Task AStudyRunsToItsTableOfContentsAndASecondRunDoesNothing()
    {
        using var folder = new TemporaryFolder();
        var file = MicroStudy.Write(folder);
        var (code, output, error) = await CandorCommand.RunAsync("study", "run", file, "--json");
        Assert.True(code == 0, error);
        Assert.Equal(16, JsonDocument.Parse(output).RootElement.GetProperty("ran").GetArrayLength());
        var manifest = StudyManifestJson.Read(folder.File("out"));
        Assert.Empty(manifest.Gaps);
        Assert.All(manifest.Arms.SelectMany(arm => arm.Replicates), replicate => CheckFolders(folder, replicate));

        (code, output, error) = await CandorCommand.RunAsync("study", "run", file, "--json");
        Assert.True(code == 0, error);
        Assert.Equal(0, JsonDocument.Parse(output).RootElement.GetProperty("ran").GetArrayLength());

        // What stands in a training's folder repeats it, and finds that it is done.
        (code, output, error) = await CandorCommand.RunAsync("train", folder.File("out", "models", "tiny", "lora-1", "training.yaml"));
        Assert.True(code == 0, error);
        Assert.Contains("updates are done already", error);

        (code, output, _) = await CandorCommand.RunAsync("study", "status", file, "arms.full.learning_rate=1e-3", "--json");
        Assert.Equal(0, code);
        var outdated = JsonDocument.Parse(output).RootElement.GetProperty("steps").EnumerateArray()
            .Where(step => step.GetProperty("state").GetString() != "done").Select(step => step.GetProperty("step").GetString());
        Assert.Equal(["train tiny/full-42", "evaluate tiny/full-42", "contents", "report"], outdated);
    }

    [Fact]
    public async Task ModelsThatSeeAreAskedWithPicturesAndWithBlankOnes()
    {
        using var folder = new TemporaryFolder();
        WriteQuestions(folder.File("data", "picture_questions"));
        string[] arguments =
        [
            "study", "run", MicroStudy.Write(folder), "only=[lora, text-lora]", OneSeed, "arms.text-lora.vision_tower=", "evaluation.data=" + folder.File("data"),
            "evaluation.tasks=[]", "evaluation.pictures=[picture_questions]",
        ];
        var (code, _, error) = await CandorCommand.RunAsync(arguments);
        Assert.True(code == 0, error);
        var manifest = StudyManifestJson.Read(folder.File("out"));
        var (seeing, reading) = (manifest.Arms.Single(arm => arm.Name == "tiny/lora"), manifest.Arms.Single(arm => arm.Name == "tiny/text-lora"));
        Assert.Equal("evaluations/tiny/lora-1-blank", seeing.Replicates[0].BlankEvaluation);
        Assert.Equal((null, null), (reading.Replicates[0].Evaluation, reading.Replicates[0].BlankEvaluation));
        CheckFolders(folder, seeing.Replicates[0]);
        var pair = manifest.Pairs.Single(pair => pair.AgainstBlankImages);
        Assert.Equal(("tiny/lora", "tiny/lora"), (pair.Baseline, pair.Variant));
        var run = Directory.GetFiles(folder.File("out", "evaluations", "tiny", "lora-1-blank"), "run.json", SearchOption.AllDirectories).Single();
        Assert.Contains("\"images\": \"blank\"", File.ReadAllText(run));
    }

    [Fact]
    public async Task AnArmThatFailsLeavesTheOthers()
    {
        using var folder = new TemporaryFolder();
        var file = MicroStudy.Write(folder);
        string[] arguments = ["study", "run", file, "only=[lora, full]", OneSeed];
        var (code, output, _) = await CandorCommand.RunAsync([.. arguments, "arms.lora.learning_rate=1e30"]);
        Assert.Equal(1, code);
        Assert.Contains("no result: train tiny/lora-1: ", output);
        Assert.Contains("no result: evaluate tiny/lora-1: waits for train tiny/lora-1, which has no result", output);
        var manifest = StudyManifestJson.Read(folder.File("out"));
        Assert.Equal(["train tiny/lora-1", "evaluate tiny/lora-1"], manifest.Gaps.Select(gap => gap.Step));
        Assert.NotNull(manifest.Arms.Single(arm => arm.Name == "tiny/full").Replicates[0].Evaluation);

        (code, output, _) = await CandorCommand.RunAsync([.. arguments, "--json"]);
        Assert.Equal(0, code);
        Assert.Equal(
            ["train tiny/lora-1", "evaluate tiny/lora-1", "contents", "report"],
            JsonDocument.Parse(output).RootElement.GetProperty("ran").EnumerateArray().Select(step => step.GetString()));
    }

    [Fact]
    public void KilledAtTenRandomMomentsItEndsWithTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var file = MicroStudy.Write(folder);
        string[] arguments = ["study", "run", file, "only=[lora, text-lora]", OneSeed];
        using (var whole = CandorProcess.Start([.. arguments, "output_dir=" + folder.File("whole")]))
            Assert.Equal(0, whole.Wait());

        var random = new Random(20230913);
        var killed = folder.File("killed");
        for (var kills = 0; kills < 10; kills++)
        {
            using var process = CandorProcess.Start([.. arguments, "output_dir=" + killed]);
            var before = Traces(killed);
            while (!process.HasEnded && Traces(killed) == before)
                Thread.Sleep(2);
            Thread.Sleep(random.Next(120));
            process.Kill();
        }

        using (var last = CandorProcess.Start([.. arguments, "output_dir=" + killed]))
            Assert.Equal(0, last.Wait());
        var (expected, found) = (RepeatableFiles.Read(folder.File("whole")), RepeatableFiles.Read(killed));
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, pair => Assert.True(pair.Value == found[pair.Key], pair.Key));
    }

    [Fact]
    public async Task StoppedItSavesItsStateAndGoesOn()
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["study", "run", MicroStudy.Write(folder), OneArm, OneSeed, "training.num_train_epochs=300", "training.save_strategy=no"];
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var run = Task.Run(() => CommandLineHost.RunAsync(arguments, output, error, stop.Token), TestContext.Current.CancellationToken);
        var log = folder.File("out", "models", "tiny", "lora-1", "trainer_log.jsonl");
        while (!run.IsCompleted && !(File.Exists(log) && new FileInfo(log).Length > 0))
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(130, await run);
        Assert.Contains("the same command goes on from here", error.ToString());
        var (code, states, _) = await CandorCommand.RunAsync(["study", "status", .. arguments[2..], "--json"]);
        Assert.Equal(0, code);
        var running = JsonDocument.Parse(states).RootElement.GetProperty("steps").EnumerateArray()
            .Single(step => step.GetProperty("state").GetString() == "running");
        Assert.Equal("train tiny/lora-1", running.GetProperty("step").GetString());
        Assert.Single(Directory.GetDirectories(folder.File("out", "models", "tiny", "lora-1"), "checkpoint-*"));
    }

    [Fact]
    public async Task APlanNamesWhatIsMissingAndARunIsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = MicroStudy.Write(folder);
        string[] more = ["evaluation.tasks=[truthfulqa_mc, mmlu]", "rows.instruct.data_path=nowhere.json", "rows.instruct.expected_rows=5"];
        var (code, output, _) = await CandorCommand.RunAsync(["study", "plan", file, .. more, "--json"]);
        Assert.Equal(0, code);
        var missing = JsonDocument.Parse(output).RootElement.GetProperty("missing").EnumerateArray().Select(line => line.GetString()!).ToList();
        Assert.Contains("task mmlu (evaluation.tasks)", missing);
        Assert.Contains(missing, line => line.Contains("nowhere.json", StringComparison.Ordinal));

        (code, output, var error) = await CandorCommand.RunAsync(["study", "run", file, .. more]);
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("error: the study cannot run, as this is missing: task mmlu (evaluation.tasks); ", error);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public async Task APlanThatDoesNotFitEndsWithOne()
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = await CandorCommand.RunAsync("study", "plan", MicroStudy.Write(folder), "machine.disk_gb=0.000001");
        Assert.Equal(1, code);
        Assert.Contains("does not fit: the study needs", output);
        Assert.Contains("the study does not fit this machine; nothing is missing", output);
    }

    [Fact]
    public async Task ListNamesModelsAndSeeds()
    {
        using var folder = new TemporaryFolder();
        var (code, output, _) = await CandorCommand.RunAsync("study", "list", MicroStudy.Write(folder), "--json");
        Assert.Equal(0, code);
        var arms = JsonDocument.Parse(output).RootElement.EnumerateArray().ToList();
        Assert.Equal(
            ["tiny", "tiny/stage1", "tiny/lora", "tiny/full", "tiny/text-lora", "tiny/blank-lora"], arms.Select(arm => arm.GetProperty("name").GetString()));
        Assert.Equal([1, 2], arms[2].GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
    }

    private static void WriteQuestions(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        File.Copy(Goldens.Committed("small", "clip", "images", "drawn_circle.png"), Path.Combine(folder, "images", "circle.png"));
        File.WriteAllText(
            Path.Combine(folder, "questions.jsonl"),
            """
            {"image": "circle.png", "question": "Which shape is drawn?", "choices": ["circle", "star"], "answer": 0}
            {"image": "circle.png", "question": "Is there a star?", "choices": ["yes", "no"], "answer": 1}

            """);
    }

    private static void CheckFolders(TemporaryFolder folder, StudyReplicate replicate)
    {
        if (replicate.Training is { } training)
            Assert.True(File.Exists(folder.File("out", training, "trainer_state.json")), training);
        if (replicate.Evaluation is { } evaluation)
            Assert.Single(Directory.GetFiles(folder.File("out", evaluation), "run.json", SearchOption.AllDirectories));
        Assert.True(File.Exists(folder.File("out", "report.html")));
    }

    /// <summary>Bytes of everything that grows while a study runs.</summary>
    private static long Traces(string folder) => !Directory.Exists(folder) ? 0 : new DirectoryInfo(folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true })
        .Where(file => file.Extension is ".jsonl" or ".json")
        .Sum(file => file.Exists ? file.Length : 0);
}
