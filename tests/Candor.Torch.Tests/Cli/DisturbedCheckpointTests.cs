using System.Buffers.Binary;
using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary>A checkpoint against itself with one matrix disturbed: what evaluation and comparison say together.</summary>
public sealed class DisturbedCheckpointTests
{
    private static readonly string s_model = Goldens.Committed("small", "models", "tiny-llama");

    [Fact]
    public async Task ComparisonSaysWhatIsAndWhatIsNotDifferent()
    {
        using var folder = new TemporaryFolder();
        Disturb(folder.File("disturbed"), "lm_head.weight");
        Assert.Equal(0, await EvaluateAsync(s_model, folder.File("a")));
        Assert.Equal(0, await EvaluateAsync(folder.File("disturbed"), folder.File("b")));

        var (code, output, _) = await CandorCommand.RunAsync("compare", folder.File("a"), folder.File("b"), "--json");

        Assert.Equal(0, code);
        var comparisons = JsonDocument.Parse(output).RootElement.GetProperty("comparisons").EnumerateArray().ToArray();
        Assert.Contains(comparisons, comparison => comparison.GetProperty("difference").GetDouble() != 0);
        Assert.All(comparisons, comparison =>
        {
            var shown = comparison.GetProperty("p_adjusted").GetDouble() < 0.05;
            var verdict = comparison.GetProperty("verdict").GetString()!;
            Assert.True(shown || verdict.StartsWith("no difference shown", StringComparison.Ordinal) || verdict.StartsWith("same on every document", StringComparison.Ordinal), verdict);
        });
    }

    [Fact]
    public async Task ACheckpointComparedWithItselfIsTheSameOnEveryDocument()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await EvaluateAsync(s_model, folder.File("a")));
        Assert.Equal(0, await EvaluateAsync(s_model, folder.File("b")));

        var (_, output, _) = await CandorCommand.RunAsync("compare", folder.File("a"), folder.File("b"), "--json");

        Assert.All(
            JsonDocument.Parse(output).RootElement.GetProperty("comparisons").EnumerateArray(),
            comparison => Assert.StartsWith("same on every document", comparison.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task RunsUnderDifferentProtocolsAreNotCompared()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await EvaluateAsync(s_model, folder.File("a")));
        Assert.Equal(0, await EvaluateAsync(s_model, folder.File("b"), "lm-eval-0.4"));

        var (code, output, error) = await CandorCommand.RunAsync("compare", folder.File("a"), folder.File("b"));

        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains("paper2023", error);
        Assert.Contains("lm-eval-0.4", error);
    }

    private static async Task<int> EvaluateAsync(string model, string output, string protocol = "paper2023")
    {
        var (code, _, _) = await CandorCommand.RunAsync(
            "eval", "--model", model, "--data", Goldens.Committed("small", "lm_eval", "data"), "--protocol", protocol, "--output", output, "--tasks", "truthfulqa_mc,ethics_cm,ethics_virtue");
        return code;
    }

    /// <summary>Copies the checkpoint and turns the sign of a third of one matrix's half-precision elements.</summary>
    private static void Disturb(string target, string tensor)
    {
        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(s_model))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        var weights = Path.Combine(target, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        var data = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var offsets = JsonDocument.Parse(bytes.AsMemory(8, data - 8)).RootElement.GetProperty(tensor).GetProperty("data_offsets");
        for (var i = data + offsets[0].GetInt32(); i < data + offsets[1].GetInt32(); i += 6)
            bytes[i + 1] ^= 0x80;
        File.WriteAllBytes(weights, bytes);
    }
}
