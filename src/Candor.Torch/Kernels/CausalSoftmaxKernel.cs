using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Softmax of a block of attention scores [B·heads, R, N] in place, row i of the block over its first <c>start</c> + i + 1 keys; and back.
/// </summary>
internal static unsafe class CausalSoftmaxKernel
{
    /// <summary>Scores, before scaling, into probabilities; keys after the query get 0.</summary>
    public static void Forward(Tensor scores, int start, float scale)
    {
        int height = (int)scores.shape[1], width = (int)scores.shape[2], rows = (int)scores.shape[0] * height;
        nint data = (nint)TensorMemory.Pointer(scores);
        bool isFloat = scores.dtype == ScalarType.Float32;
        NativePool.Run(rows, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                int count = start + (row % height) + 1;
                if (isFloat)
                    Row<Float32Lane>((void*)data, (nint)row * width, count, width, scale);
                else
                    Row<BFloat16Lane>((void*)data, (nint)row * width, count, width, scale);
            }
        });
    }

    /// <summary>Gradients of probabilities into gradients of scores, in place: p · (dp − Σ p·dp) · scale.</summary>
    public static void Backward(Tensor probabilities, Tensor gradient, float scale)
    {
        int width = (int)gradient.shape[2], rows = (int)(gradient.shape[0] * gradient.shape[1]);
        nint p = (nint)TensorMemory.Pointer(probabilities), d = (nint)TensorMemory.Pointer(gradient);
        bool isFloat = gradient.dtype == ScalarType.Float32;
        NativePool.Run(rows, (first, end) =>
        {
            for (int row = first; row < end; row++)
            {
                if (isFloat)
                    RowBack<Float32Lane>((void*)p, (void*)d, (nint)row * width, width, scale);
                else
                    RowBack<BFloat16Lane>((void*)p, (void*)d, (nint)row * width, width, scale);
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TLane>(void* data, nint start, int count, int width, float scale)
        where TLane : struct, ILane
    {
        float shift = Largest<TLane>(data, start, count, width) * scale;
        var sums = Vector512<float>.Zero;
        int i = 0;
        for (; i < count && i <= width - 16; i += 16)
            sums += Powers<TLane>(data, start, i, count, scale, shift);
        float sum = Vector512.Sum(sums);
        for (int j = i; j < count; j++)
            sum += MathF.Exp((TLane.LoadOne(data, start + j) * scale) - shift);
        float factor = 1 / sum;
        for (i = 0; i <= width - 16; i += 16)
            TLane.Store(data, start + i, i < count ? Powers<TLane>(data, start, i, count, scale, shift) * factor : Vector512<float>.Zero);
        for (; i < width; i++)
            TLane.StoreOne(data, start + i, i < count ? MathF.Exp((TLane.LoadOne(data, start + i) * scale) - shift) * factor : 0);
    }

    /// <summary>Exponentials of 16 scores, 0 from <paramref name="count"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Powers<TLane>(void* data, nint start, int i, int count, float scale, float shift)
        where TLane : struct, ILane
    {
        var power = VectorMath.Exp((TLane.Load(data, start + i) * scale) - Vector512.Create(shift));
        return Vector512.ConditionalSelect(Before(i, count), power, Vector512<float>.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Before(int i, int count) =>
        Vector512.LessThan(Vector512.CreateSequence(i, 1), Vector512.Create(count)).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Largest<TLane>(void* data, nint start, int count, int width)
        where TLane : struct, ILane
    {
        var lowest = Vector512.Create(float.NegativeInfinity);
        var best = lowest;
        int i = 0;
        for (; i < count && i <= width - 16; i += 16)
            best = Vector512.Max(best, Vector512.ConditionalSelect(Before(i, count), TLane.Load(data, start + i), lowest));
        float largest = float.NegativeInfinity;
        for (int lane = 0; lane < 16; lane++)
            largest = Math.Max(largest, best[lane]);
        for (; i < count; i++)
            largest = Math.Max(largest, TLane.LoadOne(data, start + i));
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RowBack<TLane>(void* p, void* d, nint start, int width, float scale)
        where TLane : struct, ILane
    {
        var sums = Vector512<float>.Zero;
        int i = 0;
        for (; i <= width - 16; i += 16)
            sums = Vector512.FusedMultiplyAdd(TLane.Load(p, start + i), TLane.Load(d, start + i), sums);
        float sum = Vector512.Sum(sums);
        for (; i < width; i++)
            sum += TLane.LoadOne(p, start + i) * TLane.LoadOne(d, start + i);
        var shift = Vector512.Create(sum);
        for (i = 0; i <= width - 16; i += 16)
            TLane.Store(d, start + i, TLane.Load(p, start + i) * (TLane.Load(d, start + i) - shift) * scale);
        for (; i < width; i++)
            TLane.StoreOne(d, start + i, TLane.LoadOne(p, start + i) * (TLane.LoadOne(d, start + i) - sum) * scale);
    }
}
