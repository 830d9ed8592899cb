using Candor.Checkpoints;
using Candor.Checkpoints.Adapters;
using Candor.Checkpoints.Gguf;
using Candor.Checkpoints.Inspection;
using Candor.TestSupport;
using Candor.Tokenization;
using CsCheck;

namespace Candor.Tests.Checkpoints;

/// <summary>Files with random damage are read right or refused; nothing else happens.</summary>
public sealed class MutationTests
{
    private const string Seed = "0000KOIKiVw2";

    private static readonly byte[] Interesting = "{}[]\",:0129-.eE\\ud8\0\xff \n"u8.ToArray();

    /// <summary>A change: where (of 10,000), how (0 set, 1 insert, 2 delete, 3 cut off, 4 repeat a stretch), with which byte, how long.</summary>
    private static readonly Gen<(int Place, int Kind, byte Value, int Length)[]> Changes =
        Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 4], Gen.OneOf(Gen.Int[0, Interesting.Length - 1].Select(i => Interesting[i]), Gen.Byte), Gen.Int[1, 30]).Array[1, 4];

    [Fact]
    public void Safetensors()
    {
        var original = File.ReadAllBytes(LlamaGoldens.Path("readers", "scalar.safetensors"));
        Sample(original, "x.safetensors", path =>
        {
            using var file = SafetensorsFile.Open(path);
            Assert.All(file.Tensors.Keys, name => ReadAll(file.View(name)));
            Assert.Equal(file.Tensors.Values.Sum(entry => entry.ElementCount * entry.Dtype.ByteSize()), file.Tensors.Keys.Sum(name => file.View(name).ByteLength));
        }, count: 3000);
    }

    [Theory]
    [InlineData("readers/strided.bin")]
    [InlineData("readers/legacy.bin")]
    [InlineData("readers/dtypes.bin")]
    [InlineData("readers/trainer.bin")]
    [InlineData("readers/state-dict.bin")]
    [InlineData("bad/bin/pickle-protocol-4.bin")]
    [InlineData("bad/bin/big-endian.bin")]
    public void Torch(string name)
    {
        var original = File.ReadAllBytes(LlamaGoldens.Path(name.Split('/')));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Sample(original, "x.bin", path =>
        {
            using var file = TorchFile.Open(path);
            Assert.InRange(file.Tensors.Keys.Sum(tensor => file.View(tensor).ByteLength), 0, 1 << 21);
            Assert.All(file.Tensors.Keys, tensor => ReadAll(file.View(tensor)));
        });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
    }

    [Theory]
    [InlineData("llama-3.2-like")]
    [InlineData("mistral")]
    [InlineData("early-config")]
    public void Config(string checkpoint)
    {
        var original = File.ReadAllBytes(LlamaGoldens.Path("checkpoints", checkpoint, "config.json"));
        Sample(original, "config.json", path =>
        {
            var config = LlamaConfigReader.Read(path);
            Assert.True(config.HeadDim % 2 == 0 && config.NumAttentionHeads % config.NumKeyValueHeads == 0 && config.Rope.Theta > 0);
        });
    }

    [Fact]
    public void Index()
    {
        var folder = LlamaGoldens.Path("bad", "models", "good-sharded");
        var original = File.ReadAllBytes(Path.Combine(folder, "model.safetensors.index.json"));
        Sample(original, "model.safetensors.index.json", path => CheckpointFolder.OpenWeights(Path.GetDirectoryName(path)!).Dispose(), folder);
    }

    [Fact]
    public void AdapterConfig()
    {
        var folder = Goldens.Committed("small", "peft", "adapters", "rslora");
        var model = LlamaConfigReader.Read(Goldens.Committed("small", "models", "tiny-llama", "config.json"));
        var original = File.ReadAllBytes(Path.Combine(folder, "adapter_config.json"));
        Sample(original, "adapter_config.json", path =>
        {
            CheckpointInspector.Inspect(Path.GetDirectoryName(path)!);
            PeftAdapter.Open(Path.GetDirectoryName(path)!, model).Dispose();
        }, folder);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Gguf(string tokenizer) => SampleGguf(tokenizer, 2000);

    /// <summary>The same by hand (<c>-explicit only</c>): some minutes.</summary>
    [Theory(Explicit = true)]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void GgufAtLength(string tokenizer) => SampleGguf(tokenizer, 50_000);

    private static void SampleGguf(string tokenizer, int count)
    {
        var small = SmallGguf(tokenizer);
        var original = small.Build();
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("sound.gguf"), original);
        Open(folder.File("sound.gguf"));
        Sample(original, "x.gguf", Open, head: small.HeadLength, count: count);

        void Open(string path)
        {
            using (var checkpoint = GgufCheckpoint.Open(path))
            {
                Assert.InRange(checkpoint.Tensors.Keys.Sum(tensor => checkpoint.View(tensor).ByteLength), 0, original.Length * 16);
                Assert.All(checkpoint.Tensors.Keys, tensor => ReadAll(checkpoint.View(tensor)));
            }

            var loaded = TokenizerLoader.Load(path);
            loaded.Decode(loaded.Encode("ab"));
        }
    }

    /// <summary>One layer with a tokenizer; tied, with matrices of eight types.</summary>
    private static GgufBuilder SmallGguf(string tokenizer)
    {
        var config = new LlamaConfig
        {
            VocabSize = 4,
            HiddenSize = 32,
            IntermediateSize = 256,
            NumHiddenLayers = 1,
            NumAttentionHeads = 2,
            NumKeyValueHeads = 1,
            HeadDim = 16,
            MaxPositionEmbeddings = 64,
        };
        return GgufModels.Metadata(config)
            .Add("tokenizer.ggml.model", tokenizer)
            .Add("tokenizer.ggml.pre", "smollm")
            .Add("tokenizer.ggml.tokens", new[] { "a", "b", "ab", "x" })
            .Add("tokenizer.ggml.token_type", new[] { 1, 1, 1, 2 })
            .Add("tokenizer.ggml.scores", new[] { 0f, -1f, -2f, 0f })
            .Add("tokenizer.ggml.merges", new[] { "a b" })
            .Add("tokenizer.ggml.eos_token_id", 2u)
            .Add("tokenizer.ggml.add_bos_token", true)
            .Tensor("token_embd.weight", 8, [4, 32], new byte[4 * 34])
            .Tensor("output_norm.weight", 1, [32], new byte[64])
            .Tensor("blk.0.attn_norm.weight", [32], new float[32])
            .Tensor("blk.0.ffn_norm.weight", 30, [32], new byte[64])
            .Tensor("blk.0.attn_q.weight", 2, [32, 32], new byte[32 * 18])
            .Tensor("blk.0.attn_k.weight", 3, [16, 32], new byte[16 * 20])
            .Tensor("blk.0.attn_v.weight", 6, [16, 32], new byte[16 * 22])
            .Tensor("blk.0.attn_output.weight", 7, [32, 32], new byte[32 * 24])
            .Tensor("blk.0.ffn_gate.weight", 8, [256, 32], new byte[256 * 34])
            .Tensor("blk.0.ffn_up.weight", 3, [256, 32], new byte[256 * 20])
            .Tensor("blk.0.ffn_down.weight", 12, [32, 256], new byte[32 * 144]);
    }

    /// <param name="original">The file before the damage.</param>
    /// <param name="name">Its name.</param>
    /// <param name="open">Reads the damaged file.</param>
    /// <param name="beside">A folder with files to put beside it.</param>
    /// <param name="head">Only so many first bytes are damaged; null for all.</param>
    /// <param name="count">How many damaged files.</param>
    private static void Sample(byte[] original, string name, Action<string> open, string? beside = null, int? head = null, int count = 500)
    {
        using var folder = new TemporaryFolder();
        foreach (var file in beside is null ? [] : Directory.EnumerateFiles(beside))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        var path = folder.File(name);
        Changes.Sample(
            changes =>
            {
                File.WriteAllBytes(path, [.. changes.Aggregate(original[..(head ?? original.Length)], Apply), .. original[(head ?? original.Length)..]]);
                try
                {
                    open(path);
                }
                catch (InputException error)
                {
                    Assert.DoesNotContain('\n', error.Message);
                    Assert.InRange(error.Message.Length, 1, 2000);
                }
            },
            seed: Seed,
            iter: count,
            threads: 1);
    }

    private static byte[] Apply(byte[] bytes, (int Place, int Kind, byte Value, int Length) change)
    {
        var at = (int)((long)change.Place * bytes.Length / 10000);
        var end = Math.Min(bytes.Length, at + change.Length);
        return change.Kind switch
        {
            0 => [.. bytes[..at], change.Value, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            1 => [.. bytes[..at], change.Value, .. bytes[at..]],
            2 => [.. bytes[..at], .. bytes[end..]],
            3 => bytes[..at],
            _ => [.. bytes[..end], .. bytes[at..]],
        };
    }

    private static unsafe void ReadAll(TensorView view)
    {
        var sum = 0L;
        for (var i = 0L; i < view.ByteLength; i++)
            sum += ((byte*)view.Address)[i];
        Assert.InRange(sum, 0, 255 * view.ByteLength);
    }
}
