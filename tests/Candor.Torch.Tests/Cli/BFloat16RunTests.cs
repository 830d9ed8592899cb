using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary>Runs in bf16, from the training file to the finished model.</summary>
public sealed class BFloat16RunTests
{
    /// <summary>The largest difference measured over these runs is 0.0084, of losses between 8 and 9.4.</summary>
    private const double LossBound = 0.02;

    /// <summary>Measured: 0.7%.</summary>
    private const double NormBound = 0.02;

    [Theory]
    [InlineData("stage1_plain")]
    [InlineData("full_clip")]
    [InlineData("lora")]
    [InlineData("lora_text")]
    public async Task LossesFollowThoseOfTheReferenceInFp32(string name)
    {
        using var folder = new TemporaryFolder();
        var (code, output, error) = await CandorCommand.RunAsync("train", TrainingFiles.Write(folder, name), "dtype=bf16", "output_dir=" + folder.File("out"), "--json");
        Assert.True(code == 0, error);
        var log = JsonDocument.Parse(output).RootElement.GetProperty("log_history").EnumerateArray();
        foreach (var (expected, found) in TrainingFiles.Run(name).GetProperty("steps").EnumerateArray().Zip(log))
        {
            var losses = expected.GetProperty("micro_batches").EnumerateArray().Select(batch => batch.GetProperty("loss").GetDouble());
            Assert.Equal(losses.Average(), found.GetProperty("loss").GetDouble(), LossBound);
            var norm = expected.GetProperty("grad_norm").GetDouble();
            Assert.Equal(norm, found.GetProperty("grad_norm").GetDouble(), NormBound * norm);
        }
    }

    [Theory]
    [InlineData("stage1_plain")]
    [InlineData("full_clip")]
    [InlineData("lora")]
    public async Task BrokenOffItEndsWithTheSameBytes(string name)
    {
        using var folder = new TemporaryFolder();
        var file = TrainingFiles.Write(folder, name, "save_steps: 5", "threads: 1");
        await TrainAsync(file, folder.File("whole"));
        // As a kill between the fifth and the tenth update leaves it: logs ahead of checkpoint-5, the end not yet written.
        CopyFolder(folder.File("whole"), folder.File("broken"));
        Directory.Delete(folder.File("broken", "checkpoint-10"), recursive: true);
        foreach (var written in Directory.GetFiles(folder.File("broken")).Where(path => !path.EndsWith(".jsonl", StringComparison.Ordinal)))
            File.Delete(written);

        var notes = await TrainAsync(file, folder.File("broken"));

        Assert.Contains("checkpoint-5 (5 of 12 updates done)", notes);
        var (expected, found) = (RepeatableFiles.Read(folder.File("whole")), RepeatableFiles.Read(folder.File("broken")));
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, file => Assert.True(file.Value == found[file.Key], file.Key));
    }

    private static async Task<string> TrainAsync(string file, string output)
    {
        var (code, _, error) = await CandorCommand.RunAsync("train", file, "num_train_epochs=4", "dtype=bf16", "output_dir=" + output);
        Assert.True(code == 0, error);
        return error;
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.GetFiles(from))
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
        foreach (var path in Directory.GetDirectories(from))
            CopyFolder(path, Path.Combine(to, Path.GetFileName(path)));
    }
}
