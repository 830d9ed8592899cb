using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>Σ x², block by block in the same order whatever the number of threads.</summary>
internal static unsafe class SquareSumKernel
{
    private const int Block = 1 << 14;

    /// <summary>The sum over an fp32 tensor.</summary>
    public static double Sum(Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            using var squares = tensor * tensor;
            using var sum = squares.sum(ScalarType.Float64);
            return sum.item<double>();
        }

        long length = tensor.numel();
        nint data = (nint)TensorMemory.Pointer(tensor);
        var sums = new double[(length + Block - 1) / Block];
        NativePool.Run(sums.Length, (first, end) =>
        {
            for (int block = first; block < end; block++)
                sums[block] = Sum((float*)data + ((nint)block * Block), (int)Math.Min(Block, length - ((long)block * Block)));
        });
        return sums.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sum(float* data, int count)
    {
        Vector512<double> low = default, high = default;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            (var a, var b) = Vector512.Widen(Vector512.Load(data + i));
            low += a * a;
            high += b * b;
        }

        double sum = Vector512.Sum(low + high);
        for (; i < count; i++)
            sum += (double)data[i] * data[i];
        return sum;
    }
}
