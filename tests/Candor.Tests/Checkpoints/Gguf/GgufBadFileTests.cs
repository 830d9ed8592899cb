using Candor.Checkpoints;
using Candor.TestSupport;

namespace Candor.Tests.Checkpoints.Gguf;

/// <summary>Hostile and damaged files: one line that says what is wrong, in bounded memory.</summary>
public sealed class GgufBadFileTests
{
    private static readonly float[] Eight = new float[8];

    [Fact]
    public void WrongMagic() => Check("begins with \"GGUF\"", [.. "GGML"u8, .. new byte[40]]);

    [Fact]
    public void APointerOfGitLfs() => Check("Git LFS pointer", [.. "version https://git-lfs.github.com/spec/v1\noid sha256:0"u8]);

    [Fact]
    public void TooSmall() => Check("expected a GGUF file, found 8 bytes", [.. "GGUF"u8, 3, 0, 0, 0]);

    [Theory]
    [InlineData(1u, "version: expected 2 or 3, found 1")]
    [InlineData(4u, "version: expected 2 or 3, found 4")]
    [InlineData(0x03000000u, "found a big-endian one")]
    public void Version(uint version, string expect) => Check(expect, new GgufBuilder { Version = version });

    [Theory]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 40)]
    [InlineData(100_000_000UL)]
    public void MoreEntriesOrTensorsThanTheFileCanHold(ulong count)
    {
        Check("number of tensors: expected at most 0", new GgufBuilder { StatedTensors = count });
        Check("number of metadata entries: expected at most 0", new GgufBuilder { StatedEntries = count });
    }

    [Theory]
    [InlineData(ulong.MaxValue, "a: expected text of at most 67108864 bytes, found a length of 18446744073709551615")]
    [InlineData(1UL << 26, "a: expected 67108864 bytes at")]
    public void AHugeText(ulong length, string expect) => Check(expect, [.. Head(0, 1), .. Text("a"), .. U32(8), .. U64(length), .. new byte[64]]);

    [Theory]
    [InlineData(4u, ulong.MaxValue)]
    [InlineData(8u, 1UL << 62)]
    [InlineData(12u, 9UL)]
    public void AListBeyondTheFile(uint type, ulong count) =>
        Check("a: expected at most 8, found", [.. Head(0, 1), .. Text("a"), .. U32(9), .. U32(type), .. U64(count), .. new byte[type == 4 ? 32 : 64]]);

    [Fact]
    public void ListsOfLists() => Check("a: expected a flat list, found a list of lists", new GgufBuilder().Add("a", new[] { new[] { 1 } }));

    [Fact]
    public void AnUnknownTypeOfValue() => Check("a: expected a type from 0 to 12, found 13", [.. Head(0, 1), .. Text("a"), .. U32(13), .. new byte[16]]);

    [Fact]
    public void TwoEntriesOfOneKey() => Check("a: expected one entry of this key, found two", new GgufBuilder().Add("a", 1).Add("a", 2));

    [Fact]
    public void TwoTensorsOfOneName() => Check("x: expected one tensor of this name, found two", new GgufBuilder().Tensor("x", [8], Eight).Tensor("x", [8], Eight));

    [Fact]
    public void ATextThatIsNoUtf8() => Check("metadata key: expected UTF-8 text", [.. Head(0, 1), .. U64(1), 0xff, .. U32(0), 0, .. new byte[16]]);

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(-32)]
    [InlineData(long.MaxValue)]
    public void AnOffsetThatIsNotTheNextAlignedOne(long error) => Check("x: expected", new GgufBuilder { OffsetError = error }.Tensor("x", [8], Eight));

    [Fact]
    public void TensorsThatOverlap()
    {
        // Twice the offset 0: the second begins inside the first.
        var entries = new[] { "x", "y" }.SelectMany(name => (byte[])[.. Text(name), .. U32(1), .. U64(8), .. U32(0), .. U64(0)]);
        Check("y: expected the first byte at 32, where the tensor before ends", [.. Head(2, 0), .. entries, .. new byte[128]]);
    }

    [Fact]
    public void AFileThatIsCutOff()
    {
        var whole = new GgufBuilder().Add("a", "text").Tensor("x", [8], Eight).Build();
        using var folder = new TemporaryFolder();
        for (var length = 0; length < whole.Length; length++)
        {
            var path = folder.File("x.gguf");
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<InputException>(() => Checkpoint.Open(path));
        }
    }

    [Theory]
    [InlineData(new long[] { 1L << 40 }, 0u, "x: expected a size that fits the file")]
    [InlineData(new long[] { long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue }, 0u, "x: expected a size that fits the file")]
    [InlineData(new long[] { 0, 8 }, 0u, "x: expected a size that fits the file")]
    [InlineData(new long[] { 33 }, 8u, "the 32 elements of a block, found Q8_0 [33]")]
    [InlineData(new long[] { 1, 1, 1, 1, 8 }, 0u, "x: expected 1 to 4 dimensions, found 5")]
    [InlineData(new long[] { 8 }, 4u, "x: expected a type of ggml, found number 4")]
    [InlineData(new long[] { 8 }, 99u, "x: expected a type of ggml, found number 99")]
    public void ATensorOfAnImpossibleSizeOrType(long[] shape, uint type, string expect) =>
        Check(expect, new GgufBuilder().Tensor("x", type, shape, new byte[64]));

    [Fact]
    public void ATypeThatIsNotReadIsNamed() => Check(
        "blk.0.attn_q.weight: expected one of the types F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q4_K, Q5_K, Q6_K, BF16, found IQ4_NL",
        Llama().Tensor("blk.0.attn_q.weight", 20, [32], new byte[18]));

    [Theory]
    [InlineData(3)]
    [InlineData(48)]
    public void AnAlignmentThatIsNoPowerOfTwo(int alignment) =>
        Check($"general.alignment: expected a power of two, found {alignment}", new GgufBuilder().Add("general.alignment", alignment));

    [Fact]
    public void AnotherAlignmentIsFollowed() => Check(
        "general.architecture: expected \"llama\", found nothing",
        new GgufBuilder { Alignment = 256 }.Add("general.alignment", 256u).Tensor("x", [8], Eight).Tensor("y", [8], Eight));

    [Theory]
    [InlineData("general.architecture", "falcon", "general.architecture: expected \"llama\", found \"falcon\"")]
    [InlineData("llama.attention.head_count", new[] { 2, 2 }, "llama.attention.head_count: expected an integer from 1 to 16777216, found a list of 2 (an integer)")]
    [InlineData("llama.attention.head_count_kv", 3u, "llama.attention.head_count_kv: expected a divisor of llama.attention.head_count 2, found 3")]
    [InlineData("llama.rope.dimension_count", 2u, "llama.rope.dimension_count: expected the width of a head, 4, found 2")]
    [InlineData("llama.attention.layer_norm_rms_epsilon", 0f, "layer_norm_rms_epsilon: expected a number above 0, found 0")]
    [InlineData("llama.rope.freq_base", float.NaN, "freq_base: expected a number above 0, found NaN")]
    [InlineData("llama.rope.scaling.type", "longrope", "expected none, linear or yarn, found \"longrope\"")]
    [InlineData("llama.expert_count", 8u, "llama.expert_count: expected 0 (mixtures of experts are not implemented), found 8")]
    [InlineData("llama.attention.sliding_window", 4u, "windowed attention is not implemented")]
    [InlineData("llama.block_count", 2u, "expected weights that fit the metadata, found missing weights: model.layers.0.input_layernorm.weight")]
    [InlineData("llama.block_count", ulong.MaxValue, "llama.block_count: expected an integer from 1 to 10000, found 18446744073709551615")]
    public void MetadataThatDoesNotFit(string key, object value, string expect)
    {
        var builder = new GgufBuilder();
        foreach (var (name, usual) in Usual.Where(pair => pair.Key != key).Append((key, value)))
            builder.Add(name, usual);
        Check(expect, builder.Tensor("token_embd.weight", [3, 8], new float[24]));
    }

    private static readonly (string Key, object Value)[] Usual =
    [
        ("general.architecture", "llama"), ("llama.context_length", 16u), ("llama.embedding_length", 8u), ("llama.block_count", 1u),
        ("llama.feed_forward_length", 12u), ("llama.attention.head_count", 2u), ("llama.attention.layer_norm_rms_epsilon", 1e-5f),
    ];

    private static GgufBuilder Llama() => Usual.Aggregate(new GgufBuilder(), (builder, pair) => builder.Add(pair.Key, pair.Value)).Add("llama.vocab_size", 3u);

    private static byte[] Head(ulong tensors, ulong entries) => [.. "GGUF"u8, .. U32(3), .. U64(tensors), .. U64(entries)];

    private static byte[] U32(uint value) => BitConverter.GetBytes(value);

    private static byte[] U64(ulong value) => BitConverter.GetBytes(value);

    private static byte[] Text(string text) => [.. U64((ulong)text.Length), .. System.Text.Encoding.ASCII.GetBytes(text)];

    private static void Check(string expect, GgufBuilder builder) => Check(expect, builder.Build());

    private static void Check(string expect, byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("x.gguf");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<InputException>(() => Checkpoint.Open(path).Dispose());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Contains(expect, error.Message);
        Assert.StartsWith(path, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }
}
