using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class MergeVerbTests
{
    private static readonly string s_base = Goldens.Committed("small", "models", "tiny-llama");

    [Theory]
    [InlineData("old-bin", "auto", "adapter")]
    [InlineData("rslora", "fp32", "adapter")]
    [InlineData("patterns", "bf16", "adapter")]
    [InlineData("dora", "fp32", "merged_fp32")]
    public async Task MergedWeightsAnswerAsTheAdapterDoes(string name, string dtype, string against)
    {
        using var folder = new TemporaryFolder();
        var adapter = Goldens.Committed("small", "peft", "adapters", name);
        var (code, output, error) = await CandorCommand.RunAsync("merge", adapter, folder.File("merged"), "--base", s_base, "--dtype", dtype, "--json");
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(against, report.GetProperty("compared_with").GetString());
        Assert.InRange(report.GetProperty("logit_difference").GetDouble(), 0, report.GetProperty("logit_difference_allowed").GetDouble());
        Assert.Equal(await Generate(adapter, "--base", s_base), await Generate(folder.File("merged")));
    }

    [Fact]
    public async Task ALlavaAdapterBecomesAWholeModelWithItsTokens()
    {
        using var folder = new TemporaryFolder();
        var adapter = Goldens.Committed("small", "train", "llava-tiny-lora");
        var (code, _, error) = await CandorCommand.RunAsync("merge", adapter, folder.File("merged"), "--base", s_base);
        Assert.True(code == 0, error);
        Assert.Equal(514, Goldens.Json(folder.File("merged", "added_tokens.json")).GetProperty("<im_end>").GetInt32());
        Assert.Equal("LlavaLlamaForCausalLM", Goldens.Json(folder.File("merged", "config.json")).GetProperty("architectures")[0].GetString());
        var (inspected, output, _) = await CandorCommand.RunAsync("inspect", folder.File("merged"), "--json");
        Assert.Equal(0, inspected);
        Assert.NotEmpty(output);
        Assert.Equal(await Generate(adapter, "--base", s_base), await Generate(folder.File("merged")));
    }

    [Theory]
    [InlineData("adapter-alone", "--base")]
    [InlineData("base-of-whole", "whole model")]
    public async Task AnAdapterNeedsItsBaseAndAWholeModelNone(string kind, string named)
    {
        string[] args = kind == "adapter-alone" ? [Goldens.Committed("small", "peft", "adapters", "rslora")] : [s_base, "--base", s_base];
        var (code, _, error) = await CandorCommand.RunAsync(["generate", "--prompt-ids", "1,5", "--model", .. args]);
        Assert.Equal(2, code);
        Assert.Contains(named, error);
    }

    [Fact]
    public async Task FilesThatAreThereAreNotOverwritten()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("mine.txt"), "");
        var (code, _, error) = await CandorCommand.RunAsync("merge", Goldens.Committed("small", "peft", "adapters", "rslora"), folder.FullPath, "--base", s_base);
        Assert.Equal(2, code);
        Assert.Contains("new or empty folder", error);
    }

    /// <summary>Greedy ids of a fixed prompt.</summary>
    private static async Task<string> Generate(string model, params string[] more)
    {
        var (code, output, error) = await CandorCommand.RunAsync(["generate", "--model", model, "--prompt-ids", "1,300,301,302", "--max-new-tokens", "8", "--dtype", "fp32", "--json", .. more]);
        Assert.True(code == 0, error);
        return JsonDocument.Parse(output).RootElement.GetProperty("ids").GetRawText();
    }
}
