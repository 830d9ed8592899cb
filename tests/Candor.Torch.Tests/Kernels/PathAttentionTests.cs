using Candor.Checkpoints;
using Candor.Torch.Generation;
using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

/// <summary>The kernel on a tree of paths against libtorch's attention on each path alone.</summary>
public sealed class PathAttentionTests
{
    /// <summary>A trunk of 70 tokens, a branch off its position 65, one off 3, and one off that branch.</summary>
    private static readonly TokenRun[] Tree = [new(0, 70, 0), new(70, 9, 65), new(79, 90, 3), new(169, 2, 40)];
    private static readonly (int[] Rows, int Checked)[] Paths =
    [
        ([.. Enumerable.Range(0, 70)], 70),
        ([.. Enumerable.Range(0, 65), .. Enumerable.Range(70, 9)], 9),
        ([.. Enumerable.Range(0, 3), .. Enumerable.Range(79, 90)], 90),
        ([.. Enumerable.Range(0, 3), .. Enumerable.Range(79, 37), 169, 170], 2),
    ];

    [Theory]
    [InlineData(4, 4, 64)]
    [InlineData(8, 2, 64)]
    [InlineData(6, 1, 128)]
    [InlineData(2, 2, 80)]
    [InlineData(4, 2, 24)]
    [InlineData(4, 4, 6)]
    public void EqualsLibtorchOnEveryPath(int queryHeads, int keyValueHeads, int headDim)
    {
        using var scope = NewDisposeScope();
        var heads = new HeadShape(queryHeads, keyValueHeads, headDim);
        manual_seed(headDim);
        Tensor q = randn(175, queryHeads * headDim), k = randn(175, keyValueHeads * headDim), v = randn(175, keyValueHeads * headDim);
        using var cache = new KvCache(1, keyValueHeads, headDim, 100);
        using var rotary = new RotaryEmbedding(new RopeConfig(), headDim, 128);
        var actual = PathAttention.Apply(q, k, v, heads, new PathStep(Tree, rotary.Table(100), cache), 0);
        foreach (var (rows, last) in Paths)
        {
            var index = tensor(rows);
            var expected = Plain(q.index_select(0, index), k.index_select(0, index), v.index_select(0, index), heads, rotary);
            var difference = (expected - actual.index_select(0, index)).narrow(0, rows.Length - last, last).abs().max().item<float>();
            Assert.InRange(difference, 0, 2e-5f);
        }

        Assert.Equal(0, actual.narrow(0, 171, 4).abs().max().item<float>());
    }

    [Fact]
    public void BFloat16IsReadAndWrittenAroundTheSameArithmetic()
    {
        using var scope = NewDisposeScope();
        var heads = new HeadShape(4, 2, 64);
        manual_seed(1);
        Tensor q = randn(171, 256).to(ScalarType.BFloat16);
        Tensor k = randn(171, 128).to(ScalarType.BFloat16), v = randn(171, 128).to(ScalarType.BFloat16);
        using var cache = new KvCache(1, 2, 64, 100);
        using var rotary = new RotaryEmbedding(new RopeConfig(), 64, 128);
        var step = new PathStep(Tree, rotary.Table(100), cache);
        var expected = PathAttention.Apply(q.to(ScalarType.Float32), k.to(ScalarType.Float32), v.to(ScalarType.Float32), heads, step, 0);
        Assert.True(expected.to(ScalarType.BFloat16).eq(PathAttention.Apply(q, k, v, heads, step, 0)).all().item<bool>());
    }

    private static Tensor Plain(Tensor q, Tensor k, Tensor v, HeadShape heads, RotaryEmbedding rotary)
    {
        long length = q.shape[0];
        (var cos, var sin) = rotary.Table((int)length).ToTensors((int)length);
        var keys = RotaryEmbedding.Rotate(Split(k, heads.KeyValueHeads), cos, sin).repeat_interleave(heads.Group, 1);
        var values = Split(v, heads.KeyValueHeads).repeat_interleave(heads.Group, 1);
        var mixed = nn.functional.scaled_dot_product_attention(
            RotaryEmbedding.Rotate(Split(q, heads.QueryHeads), cos, sin), keys, values, is_casual: true);
        return mixed.transpose(1, 2).reshape(length, -1);

        Tensor Split(Tensor x, int count) => x.view(1, length, count, heads.HeadDim).transpose(1, 2);
    }
}
