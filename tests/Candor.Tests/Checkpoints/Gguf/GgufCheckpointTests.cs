using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints.Gguf;

/// <summary>A folder written as GGUF is the same model.</summary>
public sealed class GgufCheckpointTests
{
    /// <summary>Those that llama.cpp's format can express: no other activation, no dynamic scaling; LLaMA 3's has tests of its own.</summary>
    public static TheoryData<string> Checkpoints => [.. LlamaGoldens.Checkpoints.Where(name =>
        !name.StartsWith("act-", StringComparison.Ordinal) && name is not ("rope-llama3" or "rope-dynamic" or "rope-yarn-factors" or "llama-3.2-like"))];

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void AFolderWrittenAsGgufIsTheSameModel(string name)
    {
        using var temporary = new TemporaryFolder();
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", name));
        using var gguf = Open(temporary, GgufModels.Of(folder));
        Assert.Equal(Comparable(folder.Config), Comparable(gguf.Config));
        Assert.Equal(folder.Tensors.Keys, gguf.Tensors.Keys);
        Assert.All(gguf.Tensors.Values, entry =>
        {
            Assert.Equal(TensorDtype.Float32, entry.Dtype);
            Assert.Equal(folder.Tensors[entry.Name].Shape, entry.Shape);
            Assert.Equal(GgufModels.Floats(folder, entry.Name), GgufModels.Floats(gguf, entry.Name));
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void BothVersionsHaveTheDigestOfTheSameWeightsAsFloat32(uint version)
    {
        using var temporary = new TemporaryFolder();
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("checkpoints", "st-fp32"));
        using var gguf = Open(temporary, GgufModels.Of(folder, version));
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(WeightsDigest.Compute(folder, cancellation: cancellation), WeightsDigest.Compute(gguf, cancellation: cancellation));
    }

    [Theory]
    [InlineData(8, 64, 500000)]
    [InlineData(32, 128, 500000)]
    public void Llama3ScalingIsRecognisedByItsFactors(float factor, int headDim, double theta)
    {
        using var temporary = new TemporaryFolder();
        using var gguf = Open(temporary, Llama3(headDim, theta, [.. Enumerable.Range(0, headDim / 2).Select(i => Llama3Factor(theta, i, headDim, factor))]));
        Assert.Equal(
            new RopeConfig { Type = RopeType.Llama3, Theta = theta, Factor = factor, OriginalMaxPositionEmbeddings = 8192, LowFreqFactor = 1, HighFreqFactor = 4 },
            gguf.Config.Rope);
        Assert.DoesNotContain("rope_freqs.weight", gguf.Tensors.Keys);
    }

    [Fact]
    public void OtherRotaryFactorsAreRefused()
    {
        using var temporary = new TemporaryFolder();
        var error = Assert.Throws<InputException>(() => Open(temporary, Llama3(64, 500000, [.. Enumerable.Range(1, 32).Select(i => (float)i)])));
        Assert.Contains("rope_freqs.weight: expected the factors of LLaMA 3.1 to 3.3", error.Message);
    }

    [Fact]
    public void TheTokenizerIsHandedOn()
    {
        using var temporary = new TemporaryFolder();
        using var gguf = Open(temporary, Small()
            .Add("tokenizer.ggml.model", "gpt2")
            .Add("tokenizer.ggml.pre", "smollm")
            .Add("tokenizer.ggml.tokens", new[] { "<s>", "a", "Ġb", "é" })
            .Add("tokenizer.ggml.token_type", new[] { 3, 1, 1, 4 })
            .Add("tokenizer.ggml.merges", new[] { "Ġ b" })
            .Add("tokenizer.ggml.bos_token_id", 0u)
            .Add("tokenizer.ggml.eos_token_id", 1u)
            .Add("tokenizer.ggml.padding_token_id", 3u)
            .Add("tokenizer.ggml.add_bos_token", false)
            .Add("tokenizer.chat_template", "{{ messages }}"));
        var tokenizer = gguf.Tokenizer!;
        Assert.Equal(("gpt2", "smollm", "{{ messages }}", false, null), (tokenizer.Model, tokenizer.Pre, tokenizer.ChatTemplate, tokenizer.AddBosToken, tokenizer.AddEosToken));
        Assert.Equal(["<s>", "a", "Ġb", "é"], tokenizer.Tokens);
        Assert.Equal([GgufTokenType.Control, GgufTokenType.Normal, GgufTokenType.Normal, GgufTokenType.UserDefined], tokenizer.TokenTypes);
        Assert.Equal(["Ġ b"], tokenizer.Merges);
        Assert.Equal((0, 1, 3, null), (tokenizer.BosTokenId, tokenizer.EosTokenId, tokenizer.PaddingTokenId, tokenizer.UnknownTokenId));
        Assert.Equal((0, 3), (gguf.Config.BosTokenId, gguf.Config.PadTokenId));
        Assert.Equal([1], gguf.Config.EosTokenIds);
    }

    [Theory]
    [InlineData("tokenizer.ggml.bos_token_id", 2u, "bos_token_id: expected an integer from 0 to 1, found 2")]
    [InlineData("tokenizer.ggml.tokens", 2u, "tokens: expected a list of texts, found an integer")]
    [InlineData("tokenizer.ggml.token_type", new[] { 1 }, "token_type: expected one entry for each of the 2 tokens, found 1")]
    [InlineData("tokenizer.ggml.merges", new[] { 1.5f }, "merges: expected a list of texts, found a list of 1 (a fraction)")]
    [InlineData("tokenizer.ggml.add_bos_token", "yes", "add_bos_token: expected true or false, found text")]
    public void ATokenizerThatDoesNotFitIsRefused(string key, object value, string expect)
    {
        using var temporary = new TemporaryFolder();
        var builder = Small().Add("tokenizer.ggml.model", "gpt2").Add(key, value);
        if (key != "tokenizer.ggml.tokens")
            builder.Add("tokenizer.ggml.tokens", new[] { "a", "b" });
        Assert.Contains(expect, Assert.Throws<InputException>(() => Open(temporary, builder)).Message);
    }

    /// <summary>One layer of width 8 with two heads.</summary>
    internal static GgufBuilder Small()
    {
        using var folder = CheckpointFolder.Open(LlamaGoldens.Path("bad", "models", "good"));
        return GgufModels.Of(folder);
    }

    internal static GgufCheckpoint Open(TemporaryFolder folder, GgufBuilder builder)
    {
        var path = folder.File("x.gguf");
        File.WriteAllBytes(path, builder.Build());
        return GgufCheckpoint.Open(path);
    }

    private static GgufBuilder Llama3(int headDim, double theta, float[] factors)
    {
        var config = new LlamaConfig
        {
            VocabSize = 3,
            HiddenSize = headDim,
            IntermediateSize = 2,
            NumHiddenLayers = 1,
            NumAttentionHeads = 1,
            NumKeyValueHeads = 1,
            HeadDim = headDim,
            MaxPositionEmbeddings = 131072,
            TieWordEmbeddings = true,
            Rope = new RopeConfig { Theta = theta },
        };
        var builder = GgufModels.Metadata(config);
        builder.Tensor("token_embd.weight", [3, headDim], new float[3 * headDim]).Tensor("output_norm.weight", [headDim], new float[headDim]);
        foreach (var (module, rows, columns) in new[] { ("attn_q", headDim, headDim), ("attn_k", headDim, headDim), ("attn_v", headDim, headDim), ("attn_output", headDim, headDim), ("ffn_gate", 2, headDim), ("ffn_up", 2, headDim), ("ffn_down", headDim, 2) })
            builder.Tensor($"blk.0.{module}.weight", [rows, columns], new float[rows * columns]);
        return builder.Tensor("blk.0.attn_norm.weight", [headDim], new float[headDim])
            .Tensor("blk.0.ffn_norm.weight", [headDim], new float[headDim])
            .Tensor("rope_freqs.weight", [factors.Length], factors);
    }

    /// <summary>transformers' smoothed factor, as llama.cpp's converter has it.</summary>
    private static float Llama3Factor(double theta, int index, int headDim, double factor)
    {
        var wavelength = 2 * Math.PI / (1 / Math.Pow(theta, 2.0 * index / headDim));
        var smooth = ((8192 / wavelength) - 1) / 3;
        return (float)(wavelength < 2048 ? 1 : wavelength > 8192 ? factor : 1 / (((1 - smooth) / factor) + smooth));
    }

    /// <summary>What a GGUF file can say: no dtype, no token ids where it has no tokenizer.</summary>
    private static LlamaConfig Comparable(LlamaConfig config) =>
        config with { TorchDtype = null, BosTokenId = null, EosTokenIds = Array.Empty<int>(), PadTokenId = null };
}
