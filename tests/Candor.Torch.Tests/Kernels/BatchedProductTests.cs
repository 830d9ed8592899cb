using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

public sealed class BatchedProductTests
{
    [Fact]
    public void SetsAndAddsAsLibtorchsProductDoes()
    {
        using var scope = NewDisposeScope();
        Tensor left = Values(3, 4, 5, 1), right = Values(3, 5, 6, 2), target = full(3, 4, 6, float.NaN);
        BatchedProduct.Set(target, left, right);
        Assert.Equal(0, (target - left.bmm(right)).abs().max().item<float>(), 1e-6f);
        BatchedProduct.Add(target, left, right);
        Assert.Equal(0, (target - (left.bmm(right) * 2)).abs().max().item<float>(), 1e-6f);
    }

    /// <summary>
    /// Attention's uses: blocks of queries of a batch of heads, against keys up to the block's end; targets hold whatever was there.
    /// </summary>
    [Theory]
    [InlineData(64, 64, 8)]
    [InlineData(128, 22, 8)]
    [InlineData(128, 22, 64)]
    [InlineData(0, 5, 8)]
    public void BlocksOfHeads(int start, int rows, int width)
    {
        using var scope = NewDisposeScope();
        int length = start + rows + 10, keys = start + rows;
        Tensor q = Values(8, length, width, 1), k = Values(8, length, width, 2);
        var block = q.narrow(1, start, rows);
        var scores = full(8 * rows * keys, float.NaN).view(8, rows, keys);
        BatchedProduct.Set(scores, block, k.narrow(1, 0, keys).transpose(1, 2));
        var expected = block.bmm(k.narrow(1, 0, keys).transpose(1, 2));
        Assert.Equal(0, (scores - expected).abs().max().item<float>(), 1e-4f);

        var result = full(8, length, width, float.NaN);
        BatchedProduct.Set(result.narrow(1, start, rows), scores, k.narrow(1, 0, keys));
        Assert.Equal(0, (result.narrow(1, start, rows) - expected.bmm(k.narrow(1, 0, keys))).abs().max().item<float>(), 1e-3f);
        Assert.Equal(8L * (length - rows) * width, result.isnan().sum().item<long>());

        var sum = ones(8, length, width);
        BatchedProduct.Add(sum.narrow(1, 0, keys), scores.transpose(1, 2), block);
        Assert.Equal(0, (sum.narrow(1, 0, keys) - 1 - expected.transpose(1, 2).bmm(block)).abs().max().item<float>(), 1e-3f);
    }

    [Fact]
    public void SeveralThreadsDoNotMixUp()
    {
        var largest = new float[4];
        var threads = Enumerable.Range(0, largest.Length).Select(number => new Thread(() => largest[number] = Stress(number))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(largest, difference => Assert.InRange(difference, 0, 1e-5f));
    }

    private static float Stress(int number)
    {
        using var _ = no_grad();
        float largest = 0;
        for (int i = 0; i < 500; i++)
        {
            using var scope = NewDisposeScope();
            int rows = 1 + ((i + number) % 7), width = 3 + (number * 5);
            Tensor left = Values(2, rows, width, i + number), right = Values(2, width, 9, i + 7), target = zeros(2, rows, 9);
            BatchedProduct.Set(target, left, right);
            BatchedProduct.Add(target, left, right);
            largest = Math.Max(largest, (target - (left.bmm(right) * 2)).abs().max().item<float>());
        }

        return largest;
    }

    private static Tensor Values(long batch, long rows, long columns, int salt) =>
        arange(batch * rows * columns, dtype: ScalarType.Float32).add(salt).mul(0.7).sin().view(batch, rows, columns);
}
