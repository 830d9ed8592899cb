using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>Cross entropy of rows of logits, and its gradient where the logits were: (softmax − one-hot) · scale.</summary>
internal static unsafe class CrossEntropyKernel
{
    /// <summary>
    /// Adds up the rows' losses and, unless <paramref name="scale"/> is null, overwrites <paramref name="logits"/> [R, V] with the
    /// gradient.
    /// </summary>
    public static double Apply(Tensor logits, ReadOnlySpan<long> targets, double? scale)
    {
        if (logits.device_type != DeviceType.CPU || !TensorMemory.IsKernelType(logits.dtype))
            return Portable(logits, targets, scale);
        int width = (int)logits.shape[1];
        nint data = (nint)TensorMemory.Pointer(logits);
        long[] columns = targets.ToArray();
        var losses = new double[columns.Length];
        if (logits.dtype == ScalarType.Float32)
            NativePool.Run(columns.Length, (first, end) => Rows<Float32Lane>((void*)data, columns, losses, first, end, width, scale));
        else
            NativePool.Run(columns.Length, (first, end) => Rows<BFloat16Lane>((void*)data, columns, losses, first, end, width, scale));
        return losses.Sum();
    }

    private static double Portable(Tensor logits, ReadOnlySpan<long> targets, double? scale)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var wide = logits.to(ScalarType.Float32);
        var columns = tensor(targets.ToArray(), device: logits.device).unsqueeze(1);
        var logarithms = wide - wide.logsumexp(1, keepdim: true);
        double loss = -logarithms.gather(1, columns).sum(ScalarType.Float64).item<double>();
        if (scale is { } factor)
        {
            var gradient = logarithms.exp_();
            gradient.scatter_add_(1, columns, ones_like(columns, dtype: ScalarType.Float32).neg());
            logits.copy_(gradient.TimesInPlace(factor));
        }

        return loss;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TLane>(void* logits, long[] targets, double[] losses, int first, int end, int width, double? scale)
        where TLane : struct, ILane
    {
        for (int row = first; row < end; row++)
        {
            nint start = (nint)row * width;
            float largest = Largest<TLane>(logits, start, width);
            float sum = SumOfExp<TLane>(logits, start, width, largest);
            nint target = start + (nint)targets[row];
            losses[row] = Math.Log(sum) + ((double)largest - TLane.LoadOne(logits, target));
            if (scale is not { } factor)
                continue;
            float at = TLane.LoadOne(logits, target);
            Gradient<TLane>(logits, start, width, largest, (float)(factor / sum));
            TLane.StoreOne(logits, target, (float)(((Math.Exp((double)at - largest) / sum) - 1) * factor));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest<TLane>(void* logits, nint start, int width)
        where TLane : struct, ILane
    {
        var best = Vector512.Create(float.NegativeInfinity);
        int i = 0;
        for (; i <= width - 16; i += 16)
            best = Vector512.Max(best, TLane.Load(logits, start + i));
        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < 16; lane++)
            largest = Math.Max(largest, best[lane]);
        for (; i < width; i++)
            largest = Math.Max(largest, TLane.LoadOne(logits, start + i));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfExp<TLane>(void* logits, nint start, int width, float largest)
        where TLane : struct, ILane
    {
        var shift = Vector512.Create(largest);
        Vector512<float> sum0 = default, sum1 = default;
        int i = 0;
        for (; i <= width - 32; i += 32)
        {
            sum0 += VectorMath.Exp(TLane.Load(logits, start + i) - shift);
            sum1 += VectorMath.Exp(TLane.Load(logits, start + i + 16) - shift);
        }

        float sum = Vector512.Sum(sum0 + sum1);
        for (; i < width; i++)
            sum += MathF.Exp(TLane.LoadOne(logits, start + i) - largest);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Gradient<TLane>(void* logits, nint start, int width, float largest, float factor)
        where TLane : struct, ILane
    {
        var shift = Vector512.Create(largest);
        int i = 0;
        for (; i <= width - 16; i += 16)
            TLane.Store(logits, start + i, VectorMath.Exp(TLane.Load(logits, start + i) - shift) * factor);
        for (; i < width; i++)
            TLane.StoreOne(logits, start + i, MathF.Exp(TLane.LoadOne(logits, start + i) - largest) * factor);
    }
}
