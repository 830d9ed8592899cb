using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class CheckpointFolderTests
{
    public static TheoryData<string> Checkpoints => [.. LlamaGoldens.Checkpoints];

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void EveryCheckpointOpensWithExactlyTheModelsWeights(string name)
    {
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", name));
        var expected = LlamaTensors.Expected(folder.Config).ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), folder.Tensors.Keys);
        Assert.All(folder.Tensors.Values, entry =>
        {
            Assert.Equal(expected[entry.Name], entry.Shape);
            Assert.Equal(entry.ElementCount * entry.Dtype.ByteSize(), folder.View(entry.Name).ByteLength);
        });
    }

    [Theory]
    [InlineData("gqa-2")]
    [InlineData("st-bf16-sharded")]
    [InlineData("tied-st")]
    [InlineData("tiny-llama")]
    public void TheSmallModelsOpen(string name) => CheckpointFolder.Open(Goldens.Committed("small", "models", name)).Dispose();

    [Theory]
    [InlineData("models", "tiny-llama")]
    [InlineData("generate", "eos-model")]
    [InlineData("peft", "base")]
    [InlineData("peft", "base-bias")]
    public void TheLargerModelsOpen(string group, string name) => CheckpointFolder.Open(Goldens.Shared("goldens", group, name)).Dispose();

    [Fact]
    public void ShardsGiveTheSameBytesAsOneFile()
    {
        using var single = CheckpointFolder.Open(LlamaGoldens.Path("bad", "models", "good"));
        using var sharded = CheckpointFolder.Open(LlamaGoldens.Path("bad", "models", "good-sharded"));
        Assert.Equal(2, sharded.WeightFiles.Count);
        Assert.All(single.Tensors.Keys, name => Assert.Equal(TensorAssert.Bytes(single, name), TensorAssert.Bytes(sharded, name)));
    }

    [Theory]
    [InlineData("prefix-missing")]
    [InlineData("shard-lacks-key")]
    [InlineData("index-lacks-key")]
    [InlineData("both-formats")]
    public void AHarmlessOddityIsReadAsTheGoodModel(string name)
    {
        using var good = CheckpointFolder.Open(LlamaGoldens.Path("bad", "models", "good"));
        using var odd = CheckpointFolder.Open(LlamaGoldens.Path("bad", "models", name));
        Assert.Equal(good.Tensors.Keys, odd.Tensors.Keys);
        Assert.All(good.Tensors.Keys, key => Assert.Equal(TensorAssert.Bytes(good, key), TensorAssert.Bytes(odd, key)));
    }

    [Theory]
    [InlineData("bin-fp16", "st-fp16")]
    [InlineData("bin-sharded", "st-fp16")]
    [InlineData("bin-legacy", "st-fp16")]
    [InlineData("bin-bf16", "st-bf16")]
    [InlineData("bin-strided", "st-bf16")]
    public void BinGivesTheSameBytesAsSafetensors(string bin, string safetensors)
    {
        using var expected = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", safetensors));
        using var read = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", bin));
        Assert.Equal(expected.Tensors.Keys, read.Tensors.Keys);
        Assert.All(expected.Tensors.Keys, name => Assert.Equal(TensorAssert.Bytes(expected, name), TensorAssert.Bytes(read, name)));
    }

    [Fact]
    public void AnAdapterIsNotAModel()
    {
        var error = Assert.Throws<InputException>(() => CheckpointFolder.OpenWeights(Goldens.Committed("small", "peft", "adapters", "rslora")));
        Assert.Contains("adapter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ATensorInTwoShardsIsRefused()
    {
        using var folder = new TemporaryFolder();
        var shard = LlamaGoldens.Path("bad", "models", "good-sharded", "model-00001-of-00002.safetensors");
        File.Copy(shard, folder.File("a.safetensors"));
        File.Copy(shard, folder.File("b.safetensors"));
        File.WriteAllText(
            folder.File("model.safetensors.index.json"),
            """{"weight_map": {"model.norm.weight": "a.safetensors", "model.embed_tokens.weight": "b.safetensors"}}""");
        var error = Assert.Throws<InputException>(() => CheckpointFolder.OpenWeights(folder.FullPath));
        Assert.Contains("expected each tensor in one shard", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../other/model.safetensors")]
    [InlineData("..")]
    [InlineData("/etc/passwd")]
    [InlineData("C:\\\\weights.safetensors")]
    [InlineData("sub\\\\a.safetensors")]
    [InlineData("a\\nb.safetensors")]
    [InlineData("")]
    public void AnIndexNamesOnlyFilesBesideIt(string shard)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("model.safetensors.index.json"), $"{{\"weight_map\": {{\"x\": \"{shard}\"}}}}");
        var error = Assert.Throws<InputException>(() => CheckpointFolder.OpenWeights(folder.FullPath));
        Assert.Contains("the name of a file in the same folder", error.Message, StringComparison.Ordinal);
    }
}
