using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Candor.Checkpoints;
using Candor.Checkpoints.Gguf;
using Candor.Checkpoints.Inspection;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints.Gguf;

/// <summary>A real file: names, shapes, types and every bit of its dequantised weights.</summary>
public sealed class SmolLm2GgufTests
{
    private static string Path => Goldens.Shared("models", "smollm2-135m-instruct", "SmolLM2-135M-Instruct.Q4_1.gguf");

    private static JsonElement Expected => Goldens.Json(Goldens.Shared("goldens", "smollm2", "gguf.json"));

    [Fact]
    public void TheHeadIsReadAsThePackageReadsIt()
    {
        using var file = GgufFile.Open(Path);
        var expected = Expected;
        Assert.Equal(expected.GetProperty("version").GetInt32(), file.Version);
        Assert.Equal(expected.GetProperty("alignment").GetInt64(), file.Alignment);
        Assert.Equal(expected.GetProperty("metadata").EnumerateArray().Select(entry => entry.GetProperty("key").GetString()), file.Metadata.Keys);
        Assert.Equal(
            expected.GetProperty("tensors").EnumerateArray().Select(row =>
                (row.GetProperty("name").GetString(), row.GetProperty("type").GetString(), row.GetProperty("offset").GetInt64(), Shape(row, "shape"))),
            file.Tensors.Values.Select(tensor => ((string?)tensor.Name, (string?)tensor.Type.Name, tensor.Offset, string.Join(",", tensor.Shape.Reverse()))));
    }

    [Fact]
    public void EveryTensorHasThePackagesBits()
    {
        using var checkpoint = GgufCheckpoint.Open(Path);
        var expected = Expected.GetProperty("tensors").EnumerateArray().OrderBy(row => row.GetProperty("hf_name").GetString(), StringComparer.Ordinal)
            .Select(row => $"{row.GetProperty("hf_name")} [{Shape(row, "hf_shape")}] {row.GetProperty("sha256")}");
        Assert.Equal(expected, checkpoint.Tensors.Values.Select(entry => $"{entry.Name} [{string.Join(",", entry.Shape)}] {Hash(checkpoint.View(entry.Name))}"));
    }

    [Fact]
    public void TheConfigurationIsThatOfTheModel()
    {
        using var checkpoint = GgufCheckpoint.Open(Path);
        var config = checkpoint.Config with { EosTokenIds = Array.Empty<int>() };
        Assert.Equal([2], checkpoint.Config.EosTokenIds);
        Assert.Equal(
            new LlamaConfig
            {
                VocabSize = 49152,
                HiddenSize = 576,
                IntermediateSize = 1536,
                NumHiddenLayers = 30,
                NumAttentionHeads = 9,
                NumKeyValueHeads = 3,
                HeadDim = 64,
                MaxPositionEmbeddings = 8192,
                RmsNormEps = 1e-5,
                TieWordEmbeddings = true,
                Rope = new RopeConfig { Theta = 100000 },
                BosTokenId = 1,
                EosTokenIds = Array.Empty<int>(),
                PadTokenId = 2,
            },
            config);
    }

    [Fact]
    public void TheTokenizerIsReadWhole()
    {
        using var checkpoint = GgufCheckpoint.Open(Path);
        var tokenizer = checkpoint.Tokenizer!;
        Assert.Equal(("gpt2", "smollm", false, false), (tokenizer.Model, tokenizer.Pre, tokenizer.AddBosToken, tokenizer.AddSpacePrefix));
        Assert.Equal((1, 2, 0, 2), (tokenizer.BosTokenId, tokenizer.EosTokenId, tokenizer.UnknownTokenId, tokenizer.PaddingTokenId));
        Assert.Equal(Hash("tokenizer.ggml.tokens"), Hash(tokenizer.Tokens));
        Assert.Equal(Hash("tokenizer.ggml.merges"), Hash(tokenizer.Merges));
        Assert.Equal(
            Hash("tokenizer.ggml.token_type"), Convert.ToHexStringLower(SHA256.HashData([.. tokenizer.TokenTypes.SelectMany(type => BitConverter.GetBytes((int)type))])));
        Assert.Equal(Entry("tokenizer.chat_template").GetProperty("value").GetString(), tokenizer.ChatTemplate);
    }

    [Fact]
    public void InspectingItFindsNoProblem()
    {
        var report = CheckpointInspector.Inspect(Path, cancellation: TestContext.Current.CancellationToken);
        Assert.Empty(report.Problems);
        Assert.Equal(("llama", 134515008L, "Q4_1"), (report.Architecture, report.Parameters, report.Dtype));
        var types = Expected.GetProperty("tensors").EnumerateArray().GroupBy(row => row.GetProperty("type").GetString()!).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(types, report.Gguf!.Types.ToDictionary(type => type.Name, type => type.Tensors));
        Assert.Equal(("gpt2", "smollm", 49152, true), (report.Gguf.TokenizerModel, report.Gguf.PreTokenizer, report.Gguf.Tokens, report.ChatTemplate is not null));
        Assert.Matches("^[0-9a-f]{64}$", report.Digest);
    }

    private static JsonElement Entry(string key) => Expected.GetProperty("metadata").EnumerateArray().Single(entry => entry.GetProperty("key").GetString() == key);

    private static string? Hash(string key) => Entry(key).GetProperty("sha256").GetString();

    private static string Hash(IEnumerable<string> texts) => Convert.ToHexStringLower(SHA256.HashData(
        [.. texts.Select(Encoding.UTF8.GetBytes).SelectMany(bytes => (byte[])[.. BitConverter.GetBytes((ulong)bytes.Length), .. bytes])]));

    private static unsafe string Hash(TensorView view) =>
        Convert.ToHexStringLower(SHA256.HashData(new ReadOnlySpan<byte>((void*)view.Address, checked((int)view.ByteLength))));

    private static string Shape(JsonElement row, string key) => string.Join(",", row.GetProperty(key).EnumerateArray());
}
