using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.Conversion;
using Candor.Tests.Checkpoints;
using Candor.TestSupport;
using Candor.Tokenization;

namespace Candor.Tests.Conversion;

public sealed class CheckpointConverterTests : IDisposable
{
    private static readonly string s_llama = Goldens.Committed("small", "models", "tiny-llama");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Checkpoints => [.. LlamaGoldens.Checkpoints];

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void AConfigurationComesBackFromItsFile(string name)
    {
        var config = LlamaConfigReader.Read(LlamaGoldens.Path("checkpoints", name, "config.json"));
        LlamaConfigFile.Write(_folder.FullPath, config, TensorDtype.BFloat16);
        var written = LlamaConfigReader.Read(_folder.File("config.json"));
        Assert.Equal(config.EosTokenIds, written.EosTokenIds);
        Assert.Equal(config with { EosTokenIds = written.EosTokenIds, TorchDtype = TensorDtype.BFloat16 }, written);
    }

    [Theory]
    [InlineData("smollm", null)]
    [InlineData("smollm", true)]
    [InlineData("gpt-2", false)]
    [InlineData("llama-bpe", null)]
    [InlineData("llama-bpe", false)]
    public void AGgufFileBecomesTheSameModelWithTheSameTokenizer(string preTokenizer, bool? addsBos)
    {
        var path = Gguf(preTokenizer, addsBos);
        var report = Convert(path, _folder.File("hf"), dtype: null);
        Assert.Equal(["config.json", "generation_config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"], report.Files);
        using var gguf = GgufCheckpoint.Open(path);
        using var folder = CheckpointFolder.Open(_folder.File("hf"));
        Assert.Equal(WeightsDigest.Compute(gguf, cancellation: TestContext.Current.CancellationToken), WeightsDigest.Compute(folder, cancellation: TestContext.Current.CancellationToken));
        Assert.Equal(gguf.Config with { EosTokenIds = folder.Config.EosTokenIds, TorchDtype = TensorDtype.Float32 }, folder.Config);
        var (stored, converted) = (TokenizerLoader.Load(path), TokenizerLoader.Load(_folder.File("hf")));
        Assert.Equal(stored.Digest, converted.Digest);
        Assert.Equal((stored.BosId, stored.EosId), (converted.BosId, converted.EosId));
        Assert.Equal("{{ messages }}\n", Goldens.Json(_folder.File("hf", "tokenizer_config.json")).GetProperty("chat_template").GetString());
    }

    [Theory]
    [InlineData("st-fp32", TensorDtype.BFloat16)]
    [InlineData("st-fp32", TensorDtype.Float16)]
    [InlineData("bin-fp16", TensorDtype.Float32)]
    [InlineData("bin-sharded", TensorDtype.Float32)]
    [InlineData("st-bf16", TensorDtype.Float16)]
    [InlineData("tied-bin", null)]
    public void AFolderTakesAnotherLayoutAndType(string name, TensorDtype? dtype)
    {
        Convert(LlamaGoldens.Path("checkpoints", name), _folder.File("hf"), dtype);
        using var original = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", name));
        using var folder = CheckpointFolder.Open(_folder.File("hf"));
        Assert.Equal([_folder.File("hf", "model.safetensors")], folder.WeightFiles);
        Assert.Equal(dtype ?? original.Config.TorchDtype, folder.Config.TorchDtype);
        Assert.Equal(original.Tensors.Keys, folder.Tensors.Keys);
        Assert.All(folder.Tensors.Values, entry =>
        {
            Assert.Equal(dtype ?? original.Tensors[entry.Name].Dtype, entry.Dtype);
            Assert.All(
                GgufModels.Floats(original, entry.Name).Zip(GgufModels.Floats(folder, entry.Name)),
                pair => Assert.Equal(pair.First, pair.Second, Math.Max(1e-6f, Math.Abs(pair.First) / 256)));
        });
    }

    [Fact]
    public void ALlavaKeepsItsProjector()
    {
        var llava = Goldens.Committed("small", "models", "tiny-llava");
        Convert(llava, _folder.File("hf"), TensorDtype.BFloat16);
        using var original = LlavaFolder.Open(llava);
        using var folder = LlavaFolder.Open(_folder.File("hf"));
        Assert.Equal(original.Projector.Tensors.Keys, folder.Projector.Tensors.Keys);
        Assert.Equal(original.Language.Tensors.Keys, folder.Language.Tensors.Keys);
        Assert.All(folder.Projector.Tensors.Values, entry => Assert.Equal(TensorDtype.BFloat16, entry.Dtype));
        Assert.Equal(File.ReadAllBytes(Path.Combine(llava, "tokenizer.model")), File.ReadAllBytes(_folder.File("hf", "tokenizer.model")));
    }

    [Fact]
    public void LargeModelsAreSharded()
    {
        Convert(Gguf("smollm", null), _folder.File("hf"), dtype: null, maxShardBytes: 100_000);
        using var folder = CheckpointFolder.Open(_folder.File("hf"));
        Assert.InRange(folder.WeightFiles.Count, 2, 100);
        Assert.True(File.Exists(_folder.File("hf", "model.safetensors.index.json")));
    }

    [Fact]
    public void FilesThatAreThereAreNotOverwritten()
    {
        File.WriteAllText(_folder.File("mine.txt"), "");
        Assert.Contains("new or empty folder, found files in it", Refused(s_llama, _folder.FullPath).Message);
        Assert.Contains("new or empty folder, found a file", Refused(s_llama, _folder.File("mine.txt")).Message);
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void NothingIsLeftOfWhatCannotBeFinished()
    {
        using var checkpoint = CheckpointFolder.Open(s_llama);
        File.WriteAllBytes(_folder.File("x.gguf"), GgufModels.Of(checkpoint).Add("tokenizer.ggml.model", "bert").Add("tokenizer.ggml.tokens", new[] { "a" }).Build());
        Assert.Contains("tokenizer.ggml.model", Refused(_folder.File("x.gguf"), _folder.File("hf")).Message);
        Assert.Throws<OperationCanceledException>(() =>
            CheckpointConverter.Convert(s_llama, _folder.File("hf"), null, cancellation: new CancellationToken(canceled: true)));
        Assert.Equal(["x.gguf"], Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void ANumberTooLargeForTheTypeIsNamed()
    {
        var builder = GgufModels.Metadata(new LlamaConfig
        {
            VocabSize = 1,
            HiddenSize = 2,
            IntermediateSize = 2,
            NumHiddenLayers = 1,
            NumAttentionHeads = 1,
            NumKeyValueHeads = 1,
            HeadDim = 2,
            MaxPositionEmbeddings = 4,
        });
        foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down" })
            builder.Tensor($"blk.0.{name}.weight", [2, 2], new float[4]);
        foreach (var name in new[] { "blk.0.attn_norm", "blk.0.ffn_norm", "output_norm" })
            builder.Tensor($"{name}.weight", [2], name == "output_norm" ? [1, 65520] : [1, 1]);
        File.WriteAllBytes(_folder.File("x.gguf"), builder.Tensor("token_embd.weight", [1, 2], new float[2]).Build());
        var error = Assert.Throws<InputException>(() => Convert(_folder.File("x.gguf"), _folder.File("hf"), TensorDtype.Float16));
        Assert.Contains("x.gguf: model.norm.weight: expected numbers that float16 can hold, found larger ones", error.Message);
        Assert.False(Directory.Exists(_folder.File("hf")));
    }

    [Fact]
    public void AnAdapterIsSentToMerge() =>
        Assert.Contains("candor merge", Refused(Goldens.Committed("small", "peft", "adapters", "rslora"), _folder.File("hf")).Message);

    private static InputException Refused(string input, string output) =>
        Assert.Throws<InputException>(() => Convert(input, output, dtype: null));

    private static ConversionReport Convert(string input, string output, TensorDtype? dtype, long maxShardBytes = SafetensorsWriter.DefaultShardBytes) =>
        CheckpointConverter.Convert(input, output, dtype, maxShardBytes, TestContext.Current.CancellationToken);

    private string Gguf(string preTokenizer, bool? addsBos)
    {
        using var checkpoint = CheckpointFolder.Open(s_llama);
        var builder = GgufModels.Of(checkpoint)
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", preTokenizer)
            .Add("tokenizer.ggml.tokens", new[] { "<s>", "</s>", "a", "b", "ab", "Ġ", "1", "<mine>", "\"\\", "é" })
            .Add("tokenizer.ggml.token_type", new[] { 3, 3, 1, 1, 1, 1, 1, 4, 1, 1 })
            .Add("tokenizer.ggml.merges", new[] { "a b" })
            .Add("tokenizer.ggml.bos_token_id", 0u)
            .Add("tokenizer.ggml.eos_token_id", 1u)
            .Add("tokenizer.ggml.padding_token_id", 1u)
            .Add("tokenizer.chat_template", "{{ messages }}\n");
        if (addsBos is { } flag)
            builder.Add("tokenizer.ggml.add_bos_token", flag);
        File.WriteAllBytes(_folder.File("x.gguf"), builder.Build());
        return _folder.File("x.gguf");
    }
}
