using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

/// <summary>A GGUF file where a checkpoint's folder may stand.</summary>
public sealed class GgufModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _gguf;

    public GgufModelTests()
    {
        _gguf = _folder.File("tiny.gguf");
        using var checkpoint = CheckpointFolder.Open(Folder);
        File.WriteAllBytes(_gguf, GgufModels.Of(checkpoint)
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", "smollm")
            .Add("tokenizer.ggml.tokens", Enumerable.Range(0, 512).Select(id => "t" + id).ToArray())
            .Build());
    }

    private static string Folder => Goldens.Committed("small", "models", "tiny-llama");

    [Fact]
    public async Task GenerateGivesWhatTheFolderGives()
    {
        string[] rest = ["--prompt-ids", "1,5,9,20", "--max-new-tokens", "8", "--dtype", "fp32", "--json"];
        var (code, output, error) = await CandorCommand.RunAsync(["generate", "--model", _gguf, .. rest]);
        Assert.Equal((0, ""), (code, error));
        var (_, expected, _) = await CandorCommand.RunAsync(["generate", "--model", Folder, .. rest]);
        JsonElement left = JsonDocument.Parse(expected).RootElement, right = JsonDocument.Parse(output).RootElement;
        Assert.Equal(left.GetProperty("logprobs").GetRawText(), right.GetProperty("logprobs").GetRawText());
        Assert.Equal(left.GetProperty("ids").GetRawText(), right.GetProperty("ids").GetRawText());
    }

    [Fact]
    public async Task InspectNamesTypesAndTokenizer()
    {
        var (code, output, _) = await CandorCommand.RunAsync("inspect", _gguf);
        Assert.Equal(0, code);
        Assert.Contains("llama, GGUF version 3", output, StringComparison.Ordinal);
        Assert.Matches(@"types +F32 \([0-9,]+ in [0-9]+ tensors\)", output);
        Assert.Contains("gpt2, pre-tokenizer smollm, 512 tokens, without a chat template", output, StringComparison.Ordinal);
        Assert.Matches("digest +[0-9a-f]{64}", output);
    }

    [Fact]
    public async Task InspectWritesThemAsJson()
    {
        var (_, output, _) = await CandorCommand.RunAsync("inspect", _gguf, "--json");
        var root = JsonDocument.Parse(output).RootElement;
        Assert.Equal("llama", root.GetProperty("architecture").GetString());
        var gguf = root.GetProperty("gguf");
        Assert.Equal(root.GetProperty("parameters").GetInt64(), gguf.GetProperty("types").GetProperty("F32").GetProperty("parameters").GetInt64());
        Assert.Equal(("gpt2", 512), (gguf.GetProperty("tokenizer_model").GetString(), gguf.GetProperty("tokens").GetInt32()));
    }

    public void Dispose() => _folder.Dispose();
}
