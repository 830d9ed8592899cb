using System.Text.Json;
using Candor.Checkpoints;
using Candor.Cli;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class TrainVerbTests
{
    /// <summary>Masked rows would stop a run, as more than 5% of them are, so that run is left to the engine's own tests.</summary>
    [Theory]
    [InlineData("stage1_plain", "llava-tiny-pretrain")]
    [InlineData("full_clip", null)]
    [InlineData("full_accumulate", null)]
    [InlineData("lora", "llava-tiny-lora")]
    [InlineData("lora_text", "tiny-lora-text")]
    public async Task ARunOfTheReferenceFromItsOwnOptions(string name, string? saved)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await CandorCommand.RunAsync("train", TrainingFiles.Write(folder, name), "output_dir=" + folder.File("out"), "--json");
        Assert.True(code == 0, error);
        var steps = TrainingFiles.Run(name).GetProperty("steps").EnumerateArray().ToArray();
        var state = JsonDocument.Parse(output).RootElement;
        var log = state.GetProperty("log_history").EnumerateArray().ToArray();
        Assert.Equal(steps.Length + 1, log.Length);
        Assert.All(steps.Zip(log), pair => CheckStep(pair.First, pair.Second));
        if (saved is not null)
            CheckSaved(state, Goldens.Committed("small", "train", saved), folder.File("out"));
    }

    [Theory]
    [InlineData("stage1_plain")]
    [InlineData("full_clip")]
    [InlineData("lora")]
    public void KilledAtRandomMomentsItEndsWithTheSameBytes(string name)
    {
        using var folder = new TemporaryFolder();
        var file = TrainingFiles.Write(folder, name, "save_steps: 1", "save_total_limit: 2", "threads: 1", "save_bin: true");
        using (var whole = CandorProcess.Start("train", file, "num_train_epochs=4", "output_dir=" + folder.File("whole")))
            Assert.Equal(0, whole.Wait());

        var random = new Random(20230913 + name.Length);
        for (var kills = 0; kills < 10; kills++)
        {
            using var process = CandorProcess.Start("train", file, "num_train_epochs=4", "output_dir=" + folder.File("killed"));
            // Most kills fall on updates and checkpoints, the others on any moment of start and preparation.
            if (kills % 3 != 0)
                WaitForAnUpdate(process, folder.File("killed", "trainer_log.jsonl"));
            Thread.Sleep(random.Next(kills % 3 == 0 ? 1000 : 60));
            process.Kill();
        }

        using (var last = CandorProcess.Start("train", file, "num_train_epochs=4", "output_dir=" + folder.File("killed")))
            Assert.Equal(0, last.Wait());
        var (expected, found) = (RepeatableFiles.Read(folder.File("whole")), RepeatableFiles.Read(folder.File("killed")));
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, file => Assert.True(file.Value == found[file.Key], file.Key));
    }

    [Fact]
    public async Task StoppedItSavesItsStateAndGoesOnFromThere()
    {
        using var folder = new TemporaryFolder();
        var file = TrainingFiles.Write(folder, "lora_text", "save_strategy: \"no\"");
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var run = Task.Run(() => CommandLineHost.RunAsync(["train", file, "num_train_epochs=500", "output_dir=" + folder.File("out")], output, error, stop.Token), TestContext.Current.CancellationToken);
        while (!run.IsCompleted && Length(folder.File("out", "trainer_log.jsonl")) == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        Assert.Equal(130, await run);
        Assert.Contains("the state is saved", error.ToString());
        Assert.Single(Directory.GetDirectories(folder.File("out"), "checkpoint-*"));
    }

    [Fact]
    public async Task WeightsThatDivergeStopTheRunAndNameTheRows()
    {
        using var folder = new TemporaryFolder();
        var file = TrainingFiles.Write(folder, "full_clip", "save_steps: 1");
        var (code, _, error) = await CandorCommand.RunAsync("train", file, "learning_rate=1e30", "output_dir=" + folder.File("out"));
        Assert.Equal(1, code);
        Assert.Matches(@"update \d: the (loss|gradient) is .*; rows \d+.*instruct.json.*; the last good checkpoint is .*checkpoint-\d", error);
    }

    /// <summary>A sound header, half a picture: found before the first update.</summary>
    [Fact]
    public async Task ABrokenPictureStopsTheRunOrItsRowsAreLeftOutAndCounted()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("images"));
        foreach (var picture in Directory.GetFiles(Goldens.Committed("small", "clip", "images")))
            File.Copy(picture, folder.File("images", Path.GetFileName(picture)));
        var broken = folder.File("images", "drawn_circle.png");
        File.WriteAllBytes(broken, File.ReadAllBytes(broken)[..^60]);
        string[] command = ["train", TrainingFiles.Write(folder, "lora"), "image_folder=" + folder.File("images"), "max_steps=1", "output_dir=" + folder.File("out")];

        var (code, _, error) = await CandorCommand.RunAsync(command);
        Assert.Equal(2, code);
        Assert.Matches(@"on_bad_image: fail\), found \d: .*instruct.json: row \d+ \(line \d+\): drawn_circle.png: expected", error);
        Assert.False(Directory.Exists(folder.File("out")));

        (code, _, error) = await CandorCommand.RunAsync([.. command, "on_bad_image=skip"]);
        Assert.True(code == 0, error);
        var rows = Goldens.Json(folder.File("out", "rows.json"));
        var skipped = rows.GetProperty("skipped");
        Assert.InRange(skipped.GetProperty("count").GetInt32(), 1, 11);
        Assert.Equal(12 - skipped.GetProperty("count").GetInt32(), rows.GetProperty("rows_trained").GetInt32());
        Assert.All(skipped.GetProperty("rows").EnumerateArray(), row => Assert.Equal("drawn_circle.png", row.GetProperty("image").GetString()));
    }

    [Fact]
    public async Task ARunThatStartsAnewLeavesNothingOfAnEarlierModel()
    {
        using var folder = new TemporaryFolder();
        string[] command = ["train", TrainingFiles.Write(folder, "lora_text"), "max_steps=1", "output_dir=" + folder.File("out")];
        Assert.Equal(0, (await CandorCommand.RunAsync(command)).Code);
        Assert.True(File.Exists(folder.File("out", "adapter_config.json")));
        var (code, _, error) = await CandorCommand.RunAsync([.. command, "lora_enable=false", "initial_tensors=", "overwrite_output_dir=true"]);
        Assert.True(code == 0, error);
        Assert.True(File.Exists(folder.File("out", "model.safetensors")));
        Assert.Empty(Directory.GetFiles(folder.File("out"), "adapter_*"));
    }

    [Theory]
    [InlineData("learning_rat=1", "learning_rat")]
    [InlineData("vision_tower=nowhere/none", "vision tower nowhere/none")]
    [InlineData("on_bad_image=maybe", "on_bad_image")]
    [InlineData("model_max_length=40", "5%")]
    [InlineData("num_train_epochs", "key=value")]
    public async Task BadInputIsOneLineAndExitCodeTwo(string argument, string named)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await CandorCommand.RunAsync("train", TrainingFiles.Write(folder, "lora"), argument, "output_dir=" + folder.File("out"));
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(named, error.Split('\n').Single(line => line.StartsWith("error: ", StringComparison.Ordinal)));
        Assert.False(Directory.Exists(folder.File("out")));
    }

    private static void CheckStep(JsonElement expected, JsonElement found)
    {
        var losses = expected.GetProperty("micro_batches").EnumerateArray().Select(batch => batch.GetProperty("loss").GetDouble());
        Assert.Equal(losses.Average(), found.GetProperty("loss").GetDouble(), 1e-5);
        var norm = expected.GetProperty("grad_norm").GetDouble();
        Assert.Equal(norm, found.GetProperty("grad_norm").GetDouble(), Math.Max(1e-5 * norm, 1e-9));
        Assert.Equal(expected.GetProperty("logged").GetProperty("learning_rate").GetDouble(), found.GetProperty("learning_rate").GetDouble());
        Assert.Equal(expected.GetProperty("logged").GetProperty("epoch").GetDouble(), found.GetProperty("epoch").GetDouble());
    }

    /// <summary>Every tensor that the reference saved, under the same name; what it cast to fp16 for size is compared in fp16.</summary>
    private static void CheckSaved(JsonElement state, string reference, string folder)
    {
        Assert.Equal(Goldens.Json(Path.Combine(reference, "trainer_state.json")).GetProperty("total_flos").GetDouble(), state.GetProperty("total_flos").GetDouble());
        foreach (var file in Directory.EnumerateFiles(reference, "*.bin").Where(file => !file.Contains("tiny-lora-text/non_lora")))
        {
            using var expected = TorchFile.Open(file);
            using var found = SafetensorsFile.Open(Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".safetensors"));
            Assert.Equal(expected.Tensors.Keys, found.Tensors.Keys);
            foreach (var entry in expected.Tensors.Values)
            {
                var difference = Training.TrainingGoldens.Distance(Training.TrainingGoldens.Read(expected, entry.Name), Training.TrainingGoldens.Read(found, entry.Name));
                Assert.InRange(difference, 0, entry.Dtype == TensorDtype.Float16 ? 2e-3 : 1e-6);
            }
        }

        var (ours, theirs) = (Goldens.Json(Path.Combine(folder, "config.json")), Goldens.Json(Path.Combine(reference, "config.json")));
        Assert.Equal(theirs.EnumerateObject().Select(key => key.Name), ours.EnumerateObject().Select(key => key.Name));
        Assert.All(theirs.EnumerateObject().Where(key => key.Name != "_name_or_path"), key => Assert.Equal(key.Value.GetRawText(), ours.GetProperty(key.Name).GetRawText()));
    }

    private static void WaitForAnUpdate(CandorProcess process, string log)
    {
        var target = Length(log) + 1;
        while (!process.HasEnded && Length(log) < target)
            Thread.Sleep(1);
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
