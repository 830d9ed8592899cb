using System.Text.Json;
using Candor.TestSupport;

namespace Candor.Torch.Tests.Cli;

public sealed class ConvertVerbTests : IDisposable
{
    private static readonly string s_llama = Goldens.Committed("small", "models", "tiny-llama");

    private readonly TemporaryFolder _folder = new();

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("fp32", "float32")]
    [InlineData("bf16", "bfloat16")]
    [InlineData("auto", null)]
    public async Task AConvertedFolderIsAModel(string dtype, string? stored)
    {
        var (code, output, error) = await CandorCommand.RunAsync("convert", s_llama, _folder.File("out"), "--dtype", dtype, "--json");
        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement;
        Assert.Equal(stored, report.GetProperty("dtype").GetString());
        Assert.Contains("model.safetensors", report.GetProperty("files").EnumerateArray().Select(file => file.GetString()));
        if (stored != "bfloat16")
            Assert.Equal(await Generate(s_llama), await Generate(_folder.File("out")));
        var (inspected, text, _) = await CandorCommand.RunAsync("inspect", _folder.File("out"));
        Assert.Equal(0, inspected);
        Assert.NotEmpty(text);
    }

    [Theory]
    [InlineData("absent", "expected a .gguf file or a folder, found no such file or folder")]
    [InlineData("occupied", "expected a new or empty folder, found files in it")]
    public async Task WhatCannotBeDoneIsOneLine(string kind, string expect)
    {
        File.WriteAllText(_folder.File("mine.txt"), "");
        string[] args = kind == "absent" ? ["convert", _folder.File("none"), _folder.File("out")] : ["convert", s_llama, _folder.FullPath];
        var (code, output, error) = await CandorCommand.RunAsync(args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(expect, error);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    private static async Task<string> Generate(string model)
    {
        var (code, output, error) = await CandorCommand.RunAsync("generate", "--model", model, "--prompt-ids", "1,300,301", "--max-new-tokens", "8", "--dtype", "fp32", "--json");
        Assert.True(code == 0, error);
        return output;
    }
}
