using System.Text.Json;
using Candor.Checkpoints;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Torch.Tests.Cli;

/// <summary>Text tuning of models that are no LLaMA of 2023: byte-level tokenizers, ChatML, tied embeddings, GGUF files.</summary>
public sealed class ChatTuningTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AWholeTiedModelIsTunedAndWrittenAsItWas()
    {
        var model = ChatModel.WriteFolder(_folder.File("model"));
        var log = await TrainAsync(model, "num_train_epochs: 20", "learning_rate: 5e-3");
        Assert.InRange(log[^1], 0, log[0] / 2);

        using var tuned = CheckpointFolder.Open(_folder.File("out"));
        Assert.True(tuned.Config.TieWordEmbeddings);
        Assert.DoesNotContain(LlamaTensors.Head, tuned.Tensors.Keys);
        JsonElement before = Goldens.Json(Path.Combine(model, "config.json")), after = Goldens.Json(_folder.File("out", "config.json"));
        Assert.Equal("float32", after.GetProperty("dtype").GetString());
        Assert.All(
            before.EnumerateObject().Where(key => key.Name is not "dtype"),
            key => Assert.Equal(key.Value.GetRawText(), after.GetProperty(key.Name).GetRawText()));
        Assert.Equal(File.ReadAllBytes(Path.Combine(model, "tokenizer.json")), File.ReadAllBytes(_folder.File("out", "tokenizer.json")));
        await AnswersAsync("--model", _folder.File("out"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAdapterIsTunedOnAFolderAndOnAGgufFile(bool isGguf)
    {
        var model = isGguf ? ChatModel.WriteGguf(_folder.File("model.gguf")) : ChatModel.WriteFolder(_folder.File("model"));
        var log = await TrainAsync(model, "lora_enable: true", "lora_r: 8", "num_train_epochs: 20", "learning_rate: 2e-2");
        Assert.InRange(log[^1], 0, 0.9 * log[0]);
        Assert.False(File.Exists(_folder.File("out", "non_lora_trainables.safetensors")));
        using (var adapter = SafetensorsFile.Open(_folder.File("out", "adapter_model.safetensors")))
            Assert.All(adapter.Tensors.Keys, name => Assert.Contains(".lora_", name));
        await AnswersAsync("--model", _folder.File("out"), "--base", model);

        var (code, _, error) = await CandorCommand.RunAsync("merge", _folder.File("out"), _folder.File("merged"), "--base", model, "--dtype", "fp32");
        Assert.True(code == 0, error);
        await AnswersAsync("--model", _folder.File("merged"));
        Assert.Equal(TokenizerLoader.Load(model).Digest, TokenizerLoader.Load(_folder.File("merged")).Digest);
    }

    /// <summary>The closing mark is padding and target at once: were it masked by its id, a row's loss would depend on its neighbours.</summary>
    [Fact]
    public async Task LossDoesNotDependOnPadding()
    {
        var model = ChatModel.WriteFolder(_folder.File("model"));
        var one = await TrainAsync(model, "per_device_train_batch_size: 1", "gradient_accumulation_steps: 8", "learning_rate: 0", "num_train_epochs: 1");
        var eight = await TrainAsync(model, "per_device_train_batch_size: 8", "learning_rate: 0", "num_train_epochs: 1", "overwrite_output_dir: true");
        Assert.Equal(one[0], eight[0], 1e-5);
    }

    [Fact]
    public async Task AWholeModelIsTunedFromAGgufFileIntoAFolder()
    {
        var log = await TrainAsync(ChatModel.WriteGguf(_folder.File("model.gguf")), "num_train_epochs: 20", "learning_rate: 5e-3");
        Assert.InRange(log[^1], 0, log[0] / 2);
        await AnswersAsync("--model", _folder.File("out"));
    }

    [Theory]
    [InlineData("version: v1", "lora_enable: true", "expected an unknown token, which version v1 pads with")]
    [InlineData("vision_tower: none", "image_folder: .", "model_name_or_path: expected a folder beside a vision_tower")]
    public async Task WhatAGgufFileCannotDoIsSaid(string first, string second, string named)
    {
        var (code, _, error) = await CandorCommand.RunAsync("train", Recipe(ChatModel.WriteGguf(_folder.File("model.gguf")), first, second));
        Assert.Equal(2, code);
        Assert.Contains(named, error);
    }

    [Fact]
    public async Task AnotherChatTemplateThanTheModelCarriesIsReportedWithBothHashes()
    {
        var model = ChatModel.WriteFolder(_folder.File("model"));
        File.WriteAllText(Path.Combine(model, "chat_template.jinja"), "{{ x }}");
        var (code, _, error) = await CandorCommand.RunAsync("train", Recipe(model, "num_train_epochs: 1"));
        Assert.Equal(0, code);
        Assert.Matches("another chat template \\(sha256 [0-9a-f]{64}\\) than the template chatml in use \\(sha256 [0-9a-f]{64}\\)", error);
    }

    private async Task<double[]> TrainAsync(string model, params string[] more)
    {
        var (code, output, error) = await CandorCommand.RunAsync("train", Recipe(model, more), "--json");
        Assert.True(code == 0, error);
        var history = JsonDocument.Parse(output).RootElement.GetProperty("log_history").EnumerateArray();
        return [.. history.Where(entry => entry.TryGetProperty("loss", out _)).Select(entry => entry.GetProperty("loss").GetDouble())];
    }

    private string Recipe(string model, params string[] more)
    {
        string[] lines =
        [
            $"model_name_or_path: {model}",
            $"data_path: {ChatModel.WriteRows(_folder.File("rows.json"))}",
            $"output_dir: {_folder.File("out")}",
            "model_max_length: 512",
            "save_strategy: \"no\"",
        ];
        var version = Array.Exists(more, line => line.StartsWith("version:", StringComparison.Ordinal)) ? Array.Empty<string>() : ["version: chatml"];
        File.WriteAllLines(_folder.File("run.yaml"), [.. lines, .. version, .. more]);
        return _folder.File("run.yaml");
    }

    private static async Task AnswersAsync(params string[] model)
    {
        var (code, _, error) = await CandorCommand.RunAsync(["generate", .. model, "--prompt", "What", "--max-new-tokens", "2", "--dtype", "fp32", "--json"]);
        Assert.True(code == 0, error);
    }
}
