using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints;

public sealed class LlamaConfigReaderTests
{
    private const string Minimal =
        """
        {"model_type": "llama", "vocab_size": 16, "hidden_size": 8, "intermediate_size": 12, "num_hidden_layers": 1, "num_attention_heads": 2
        """;

    /// <summary>Every era's spelling of a checkpoint's configuration.</summary>
    public static TheoryData<string> Spellings =>
        [.. Directory.EnumerateFiles(LlamaGoldens.Path("spellings")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Spellings))]
    public void EverySpellingMeansTheModelOfItsName(string file)
    {
        var spelled = LlamaConfigReader.Read(LlamaGoldens.Path("spellings", file));
        var stored = LlamaConfigReader.Read(LlamaGoldens.Path("checkpoints", file[..file.LastIndexOf('.', file.Length - 6)], "config.json"));
        Assert.Equal(stored.Rope, spelled.Rope);
        Assert.Equal(stored.EosTokenIds, spelled.EosTokenIds);
        Assert.Equal(stored with { TorchDtype = null, EosTokenIds = [] }, spelled with { TorchDtype = null, EosTokenIds = [] });
    }

    [Fact]
    public void YarnKeepsItsFactors() =>
        Assert.Equal(
            new RopeConfig
            {
                Type = RopeType.Yarn,
                Factor = 2,
                OriginalMaxPositionEmbeddings = 32,
                BetaFast = 4,
                BetaSlow = 0.5,
                AttentionFactor = 0.8,
            },
            LlamaConfigReader.Read(LlamaGoldens.Path("spellings", "rope-yarn-factors.mid.json")).Rope);

    [Fact]
    public void Llama3KeepsItsBounds() =>
        Assert.Equal(
            new RopeConfig
            {
                Type = RopeType.Llama3,
                Theta = 500000,
                Factor = 2,
                OriginalMaxPositionEmbeddings = 48,
                LowFreqFactor = 1,
                HighFreqFactor = 4,
            },
            LlamaConfigReader.Read(LlamaGoldens.Path("spellings", "llama-3.2-like.new.json")).Rope);

    [Fact]
    public void AnEarlyConversionIsReadWithTheDefaultsOfItsDay()
    {
        var config = LlamaConfigReader.Read(LlamaGoldens.Path("checkpoints", "early-config", "config.json"));
        Assert.Equal(64, config.MaxPositionEmbeddings);
        Assert.Equal(config.NumAttentionHeads, config.NumKeyValueHeads);
        Assert.Equal(8, config.HeadDim);
        Assert.Equal(0, config.BosTokenId);
        Assert.Equal([1], config.EosTokenIds);
        Assert.Null(config.PadTokenId);
        Assert.Equal(TensorDtype.Float16, config.TorchDtype);
        Assert.False(config.TieWordEmbeddings);
        Assert.Equal(new RopeConfig(), config.Rope);
    }

    [Fact]
    public void RopeScalingWinsOverRopeParameters() =>
        Assert.Equal(
            new RopeConfig { Type = RopeType.Linear, Factor = 2 },
            LlamaConfigReader.Read(LlamaGoldens.Path("bad", "models", "config-rope-contradiction", "config.json")).Rope);

    [Fact]
    public void AListOfEndIdsIsKept() => Assert.Equal([3, 7], Parse("\"eos_token_id\": [3, 7]").EosTokenIds);

    [Theory]
    [InlineData("\"max_position_embeddings\": 0", "max_position_embeddings: expected an integer from 1")]
    [InlineData("\"rms_norm_eps\": \"1e-5\"", "rms_norm_eps: expected a number above 0, found \"1e-5\"")]
    [InlineData("\"tie_word_embeddings\": 1", "tie_word_embeddings: expected true or false, found 1")]
    [InlineData("\"eos_token_id\": [1, \"2\"]", "eos_token_id: expected an integer or a list of integers")]
    [InlineData("\"num_key_value_heads\": 0", "num_key_value_heads: expected an integer from 1")]
    [InlineData("\"num_hidden_layers\": 1", "expected JSON")]
    [InlineData("\"rope_scaling\": {\"type\": \"linear\", \"factor\": -1.0}", "rope_scaling: factor: expected a number above 0, found -1.0")]
    [InlineData("\"rope_scaling\": [1]", "rope_scaling: expected an object, found [1]")]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"llama3\", \"factor\": 8.0}", "rope_scaling: low_freq_factor: expected a number above 0, found nothing")]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"longrope\", \"factor\": 8.0}", "rope_type: expected default, linear, dynamic, yarn or llama3")]
    [InlineData("\"partial_rotary_factor\": 0.5", "partial_rotary_factor")]
    [InlineData("\"rope_scaling\": {\"rope_type\": \"yarn\", \"factor\": 8.0, \"truncate\": false}", "truncate")]
    [InlineData("\"dtype\": \"float12\"", "dtype: expected a torch dtype")]
    [InlineData("\"head_dim\": 16777216", "head_dim: expected at most")]
    public void ABadValueIsRefusedWithItsKey(string key, string message)
    {
        var error = Assert.Throws<InputException>(() => Parse(key));
        Assert.Contains("config.json", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"sliding_window\": null, \"max_position_embeddings\": 32768", true)]
    [InlineData("\"sliding_window\": 4096, \"max_position_embeddings\": 4096", true)]
    [InlineData("\"sliding_window\": 4096, \"max_position_embeddings\": 32768", false)]
    [InlineData("\"max_position_embeddings\": 32768", false)]
    public void AMistralWindowIsAcceptedOnlyWhereNoInputReachesIt(string keys, bool accepted)
    {
        var error = Record.Exception(() => Parse(keys + ", \"num_key_value_heads\": 2", "mistral"));
        Assert.Equal(accepted, error is null);
        Assert.True(error is null || error.Message.Contains("sliding_window", StringComparison.Ordinal));
    }

    private static LlamaConfig Parse(string keys, string modelType = "llama")
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("config.json"), $"{Minimal.Replace("llama", modelType, StringComparison.Ordinal)}, {keys}}}");
        return LlamaConfigReader.Read(folder.File("config.json"));
    }
}
