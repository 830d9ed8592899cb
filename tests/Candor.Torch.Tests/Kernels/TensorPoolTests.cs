using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

public sealed class TensorPoolTests
{
    [Fact]
    public void LeasesOfEqualContentsNeverShareMemory()
    {
        using var pool = new TensorPool();
        for (int round = 0; round < 3; round++)
        {
            Lease[] leases = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent(ScalarType.Float32, 3, 5))];
            foreach (var (number, lease) in leases.Index())
                lease.Tensor.fill_(number);
            Assert.All(leases.Index(), pair => Assert.Equal(pair.Index * 15, pair.Item.Tensor.sum().item<float>()));
            foreach (var lease in leases)
                lease.Tensor.fill_(round == 0 ? float.NaN : 7);
            foreach (var lease in leases)
                lease.Dispose();
        }
    }

    [Fact]
    public void MemoryIsUsedAgainForTheSameTypeAndUpToHalfTheSize()
    {
        using var pool = new TensorPool();
        nint first;
        using (var lease = pool.Rent(ScalarType.Float32, 100))
            first = Address(lease);
        using (var lease = pool.Rent(ScalarType.Float32, 10, 5))
        {
            Assert.Equal([10, 5], lease.Tensor.shape);
            Assert.Equal(first, Address(lease));
        }

        using var other = pool.Rent(ScalarType.BFloat16, 100);
        using var small = pool.Rent(ScalarType.Float32, 49);
        using var same = pool.Rent(ScalarType.Float32, 100);
        Assert.NotEqual(first, Address(other));
        Assert.NotEqual(first, Address(small));
        Assert.Equal(first, Address(same));
    }

    private static unsafe nint Address(Lease lease) => (nint)TensorMemory.Pointer(lease.Tensor);
}
