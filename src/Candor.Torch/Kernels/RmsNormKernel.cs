using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>y = x / √(mean(x²) + ε) · w, row by row, in float32. The libtorch form is <see cref="Modules.RmsNorm"/>.</summary>
internal static unsafe class RmsNormKernel
{
    /// <summary>Normalises <paramref name="x"/> [T, H] into a new tensor of its type.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, double epsilon)
    {
        var result = empty_like(x);
        Apply(x, weight, epsilon, result);
        return result;
    }

    /// <summary>Normalises <paramref name="x"/> [T, H] into <paramref name="result"/> of its shape and type.</summary>
    public static void Apply(Tensor x, Tensor weight, double epsilon, Tensor result)
    {
        int rows = (int)x.shape[0], width = (int)x.shape[1];
        nint source = (nint)TensorMemory.Pointer(x), scale = (nint)TensorMemory.Pointer(weight);
        nint target = (nint)TensorMemory.Pointer(result);
        if (x.dtype == ScalarType.Float32)
            NativePool.Run(rows, (i, end) => Rows<Float32Lane>((void*)source, (void*)scale, (void*)target, i, end, width, epsilon));
        else
            NativePool.Run(rows, (i, end) => Rows<BFloat16Lane>((void*)source, (void*)scale, (void*)target, i, end, width, epsilon));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TLane>(void* x, void* weight, void* y, int first, int end, int width, double epsilon)
        where TLane : struct, ILane
    {
        for (nint row = first; row < end; row++)
        {
            nint start = row * width;
            var squares = Vector512<float>.Zero;
            int i = 0;
            for (; i <= width - 16; i += 16)
            {
                var v = TLane.Load(x, start + i);
                squares = Vector512.FusedMultiplyAdd(v, v, squares);
            }

            float sum = Vector512.Sum(squares);
            for (; i < width; i++)
                sum += TLane.LoadOne(x, start + i) * TLane.LoadOne(x, start + i);
            float factor = (float)(1 / Math.Sqrt((sum / width) + epsilon));
            for (i = 0; i <= width - 16; i += 16)
                TLane.Store(y, start + i, TLane.Load(x, start + i) * factor * TLane.Load(weight, i));
            for (; i < width; i++)
                TLane.StoreOne(y, start + i, TLane.LoadOne(x, start + i) * factor * TLane.LoadOne(weight, i));
        }
    }
}
