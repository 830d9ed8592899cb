using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>What scoring needs of a row of logits, read twice and never written: log Σ exp and the first largest entry.</summary>
internal static unsafe class LogSoftmaxKernel
{
    /// <summary>Summaries of the first <c>rows.Length</c> rows of <paramref name="logits"/> [R, V].</summary>
    public static void Summarise(Tensor logits, RowSummary[] rows)
    {
        int width = (int)logits.shape[1];
        nint data = (nint)TensorMemory.Pointer(logits);
        if (logits.dtype == ScalarType.Float32)
            NativePool.Run(rows.Length, (first, end) => Rows<Float32Lane>((void*)data, rows, first, end, width));
        else
            NativePool.Run(rows.Length, (first, end) => Rows<BFloat16Lane>((void*)data, rows, first, end, width));
    }

    /// <summary>One logit.</summary>
    public static float Logit(Tensor logits, int row, int column)
    {
        void* data = TensorMemory.Pointer(logits);
        nint index = ((nint)row * (nint)logits.shape[1]) + column;
        return logits.dtype == ScalarType.Float32 ? Float32Lane.LoadOne(data, index) : BFloat16Lane.LoadOne(data, index);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TLane>(void* logits, RowSummary[] rows, int first, int end, int width)
        where TLane : struct, ILane
    {
        for (int row = first; row < end; row++)
        {
            nint start = (nint)row * width;
            (float largest, int argmax) = FirstLargest<TLane>(logits, start, width);
            float sum = SumOfExp<TLane>(logits, start, width, largest);
            rows[row] = new RowSummary(largest + MathF.Log(sum), argmax);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Largest, int Argmax) FirstLargest<TLane>(void* logits, nint start, int width)
        where TLane : struct, ILane
    {
        var best = Vector512.Create(float.NegativeInfinity);
        var places = Vector512<int>.Zero;
        var here = Vector512.CreateSequence(0, 1);
        int i = 0;
        for (; i <= width - 16; i += 16)
        {
            var v = TLane.Load(logits, start + i);
            var better = Vector512.GreaterThan(v, best);
            best = Vector512.ConditionalSelect(better, v, best);
            places = Vector512.ConditionalSelect(better.AsInt32(), here, places);
            here += Vector512.Create(16);
        }

        float largest = float.NegativeInfinity;
        int argmax = 0;
        for (int lane = 0; lane < 16; lane++)
        {
            if (best[lane] > largest || (best[lane] == largest && places[lane] < argmax))
                (largest, argmax) = (best[lane], places[lane]);
        }

        for (; i < width; i++)
        {
            if (TLane.LoadOne(logits, start + i) > largest)
                (largest, argmax) = (TLane.LoadOne(logits, start + i), i);
        }

        return (largest, argmax);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfExp<TLane>(void* logits, nint start, int width, float largest)
        where TLane : struct, ILane
    {
        var shift = Vector512.Create(largest);
        Vector512<float> sum0 = Vector512<float>.Zero, sum1 = Vector512<float>.Zero;
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
}

/// <summary>A row of logits in two numbers.</summary>
/// <param name="LogSumExp">log Σ exp(logit).</param>
/// <param name="Argmax">The first largest entry.</param>
internal readonly record struct RowSummary(float LogSumExp, int Argmax);
