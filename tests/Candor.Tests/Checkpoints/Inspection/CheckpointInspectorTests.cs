using System.Text.Json;
using Candor.Checkpoints;
using Candor.Checkpoints.Inspection;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints.Inspection;

public sealed class CheckpointInspectorTests
{
    public static TheoryData<string> Checkpoints => [.. LlamaGoldens.Checkpoints];

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public void AGoodCheckpointHasNoProblemsAndTheDigestOfTheLoadedModel(string name)
    {
        var path = LlamaGoldens.Path("checkpoints", name);
        var report = InspectAt(path);
        using var folder = CheckpointFolder.Open(path);
        Assert.Empty(report.Problems);
        Assert.Equal(WeightsDigest.Compute(folder, cancellation: TestContext.Current.CancellationToken), report.Digest);
        Assert.Equal(folder.Tensors.Values.Sum(entry => entry.ElementCount), report.Parameters);
        Assert.All(report.Files, file => Assert.NotNull(file.Tensors));
        Assert.Null(report.Vision);
        Assert.Empty(report.Adapters);
    }

    [Theory]
    [InlineData("prefix-missing")]
    [InlineData("good-sharded")]
    [InlineData("both-formats")]
    public void TheSameModelHasTheSameDigest(string name) =>
        Assert.Equal(Inspect("good").Digest, Inspect(name).Digest);

    [Theory]
    [InlineData("missing-tensor", "missing weights: model.layers.0.self_attn.q_proj.weight")]
    [InlineData("unexpected-tensor", "unexpected tensors: model.layers.0.self_attn.q_proj.bias")]
    [InlineData("wrong-shape", "expected [8, 8], found [8, 4]")]
    [InlineData("config-other-type", "model_type: expected \"llama\" or \"mistral\", found \"gpt_neox\"")]
    [InlineData("no-weights", "expected weights, found none")]
    [InlineData("no-config", "config.json: expected a file, found none")]
    public void WhatWouldStopLoadingIsListed(string name, string problem) =>
        Assert.Contains(Inspect(name).Problems, line => line.Contains(problem, StringComparison.Ordinal));

    [Theory]
    [InlineData("lfs-pointer")]
    [InlineData("config-not-json")]
    [InlineData("index-traversal")]
    [InlineData("shard-missing")]
    public void ABrokenFileIsRefused(string name) => Assert.Throws<InputException>(() => Inspect(name));

    [Fact]
    public void BinWeightsHaveTheDigestOfTheSameWeightsInSafetensors()
    {
        var report = InspectAt(LlamaGoldens.Path("checkpoints", "bin-sharded"));
        Assert.Equal(InspectAt(LlamaGoldens.Path("checkpoints", "st-fp16")).Digest, report.Digest);
        Assert.Equal(4, report.Files.Count);
        Assert.All(report.Files, file => Assert.NotNull(file.Tensors));
        Assert.Empty(report.Problems);
        Assert.Equal(320, report.Config?.VocabSize);
    }

    [Fact]
    public void LlavaHasItsVisionPartsAndADecoderThatFits()
    {
        var report = InspectAt(Goldens.Committed("small", "models", "tiny-llava"));
        Assert.Empty(report.Problems);
        Assert.Equal("LlavaLlamaForCausalLM", report.Architecture);
        Assert.Equal("openai/tiny-clip", report.Vision?.MmVisionTower);
        Assert.Equal(-2, report.Vision?.MmVisionSelectLayer);
        Assert.Equal(2, report.Vision?.Projector.Tensors);
        Assert.True(report.Vision?.Tower.Tensors > 0);
        Assert.Contains("tokenizer.model", report.Tokenizer);
    }

    [Fact]
    public void AnAdapterIsDescribed()
    {
        var report = InspectAt(Goldens.Committed("small", "peft", "adapters", "rslora"));
        var adapter = Assert.Single(report.Adapters);
        Assert.Equal(("LORA", 4, 8.0, "tiny-llama", true), (adapter.PeftType, adapter.R, adapter.LoraAlpha, adapter.Base, adapter.UseRslora));
        Assert.Equal(7, adapter.TargetModules.Count);
        Assert.Equal(4160, report.Parameters);
        Assert.NotNull(report.Digest);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public void OneFileIsInspectedToo()
    {
        var report = InspectAt(LlamaGoldens.Path("readers", "all-dtypes.safetensors"));
        Assert.Equal(12, report.Dtypes.Count);
        Assert.Null(report.Config);
        Assert.Equal(12, Assert.Single(report.Files).Tensors);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public void TheJsonHasTheKeysOfTheContract()
    {
        var json = CheckpointReportJson.Serialize(InspectAt(LlamaGoldens.Path("checkpoints", "rope-llama3")));
        var root = JsonDocument.Parse(json).RootElement;
        string[] keys = ["architecture", "parameters", "dtype", "tokenizer", "vision", "adapters", "digest", "files", "config"];
        Assert.All(keys, key => Assert.True(root.TryGetProperty(key, out _), key));
        Assert.Equal("llama3", root.GetProperty("config").GetProperty("rope_parameters").GetProperty("rope_type").GetString());
        Assert.Equal("float16", root.GetProperty("config").GetProperty("dtype").GetString());
    }

    private static CheckpointReport InspectAt(string path) =>
        CheckpointInspector.Inspect(path, cancellation: TestContext.Current.CancellationToken);

    private static CheckpointReport Inspect(string badModel) => InspectAt(LlamaGoldens.Path("bad", "models", badModel));
}
