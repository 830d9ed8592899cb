using Candor.Checkpoints;

namespace Candor.Tests.Checkpoints;

public sealed class CheckpointValidationTests
{
    private static readonly LlamaConfig Config = LlamaConfigReader.Read(LlamaGoldens.Path("bad", "models", "good", "config.json"));

    [Fact]
    public void WhatTheConfigurationCallsForFitsIt() => Assert.Empty(CheckpointValidation.Match(Config, Stored(Config)).Problems);

    [Fact]
    public void EveryKindOfProblemIsListedInOneError()
    {
        var stored = Stored(Config);
        stored.Remove("model.norm.weight");
        stored["model.extra"] = Entry("model.extra", [1]);
        stored["lm_head.weight"] = Entry("lm_head.weight", [8, 16]);
        stored["model.embed_tokens.weight"] = Entry("model.embed_tokens.weight", [16, 8]) with { Dtype = TensorDtype.Int8 };
        var error = Assert.Throws<InputException>(() => CheckpointValidation.Match(Config, stored).ThrowIfBad("here"));
        Assert.Equal(
            "here: expected weights that fit config.json, found missing weights: model.norm.weight; unexpected tensors: model.extra; "
            + "wrong weights: lm_head.weight: shape: expected [16, 8], found [8, 16], "
            + "model.embed_tokens.weight: dtype: expected F64, F32, F16 or BF16, found I8",
            error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ATiedHeadMayBeStoredAndIsNotRead(bool stored)
    {
        var tied = Config with { TieWordEmbeddings = true };
        var match = CheckpointValidation.Match(tied, Stored(stored ? Config : tied));
        Assert.Empty(match.Problems);
        Assert.DoesNotContain("lm_head.weight", match.Weights.Keys);
        Assert.Equal(stored ? ["lm_head.weight"] : [], match.SetAside);
    }

    [Fact]
    public void LongListsAreCut()
    {
        var match = CheckpointValidation.Match(Config with { NumHiddenLayers = 10_000 }, Stored(Config));
        Assert.Equal(9 * 9_999, match.Missing.Count);
        Assert.Contains("and 89986 more", Assert.Single(match.Problems), StringComparison.Ordinal);
    }

    private static Dictionary<string, TensorEntry> Stored(LlamaConfig config) =>
        LlamaTensors.Expected(config).ToDictionary(tensor => tensor.Name, tensor => Entry(tensor.Name, tensor.Shape), StringComparer.Ordinal);

    private static TensorEntry Entry(string name, IReadOnlyList<long> shape) => new(name, TensorDtype.Float32, shape, "model.safetensors");
}
