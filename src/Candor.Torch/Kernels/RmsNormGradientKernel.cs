using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// The gradient of <see cref="RmsNormKernel"/>: with r = 1/√(mean(x²) + ε), dx = r·w·dy − x·r³/H·Σ w·dy·x and dw = Σ dy·x·r over rows.
/// The libtorch form is its tape over <see cref="Modules.RmsNorm"/>.
/// </summary>
internal static unsafe class RmsNormGradientKernel
{
    // Rows whose part of dw is added up first: the same ones whatever the number of threads.
    private const int Block = 64;

    /// <summary>
    /// Adds dx to <paramref name="target"/> [T, H], and dw to <paramref name="weightGradient"/> [H] (fp32) if it is asked for.
    /// </summary>
    public static void Add(Tensor x, Tensor weight, Tensor gradient, double epsilon, Tensor target, Tensor? weightGradient)
    {
        int rows = (int)x.shape[0], width = (int)x.shape[1], blocks = (rows + Block - 1) / Block;
        var sums = new float[weightGradient is null ? 0 : blocks * width];
        nint source = Address(x), scale = Address(weight), dy = Address(gradient), dx = Address(target);
        bool isFloat = x.dtype == ScalarType.Float32;
        NativePool.Run(blocks, (first, end) =>
        {
            fixed (float* partial = sums)
            {
                for (int block = first; block < end; block++)
                {
                    int begin = block * Block, stop = Math.Min(rows, begin + Block);
                    float* sum = partial is null ? null : partial + ((nint)block * width);
                    if (isFloat)
                        Rows<Float32Lane>((void*)source, (void*)scale, (void*)dy, (void*)dx, sum, begin, stop, width, epsilon);
                    else
                        Rows<BFloat16Lane>((void*)source, (void*)scale, (void*)dy, (void*)dx, sum, begin, stop, width, epsilon);
                }
            }
        });
        if (weightGradient is not null)
            AddUp(sums, (float*)TensorMemory.Pointer(weightGradient), width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<TLane>(void* x, void* weight, void* dy, void* dx, float* sum, int first, int end, int width, double epsilon)
        where TLane : struct, ILane
    {
        for (nint row = first; row < end; row++)
        {
            nint start = row * width;
            (float squares, float products) = Sums<TLane>(x, weight, dy, start, width);
            double r = 1 / Math.Sqrt((squares / width) + epsilon);
            float factor = (float)r, back = (float)(r * r * r / width * products);
            int i = 0;
            for (; i <= width - 16; i += 16)
            {
                var v = TLane.Load(x, start + i);
                var g = TLane.Load(dy, start + i);
                TLane.Store(dx, start + i, TLane.Load(dx, start + i) + (TLane.Load(weight, i) * g * factor) - (v * back));
                if (sum is not null)
                    (Vector512.Load(sum + i) + (g * v * factor)).Store(sum + i);
            }

            for (; i < width; i++)
            {
                float v = TLane.LoadOne(x, start + i), g = TLane.LoadOne(dy, start + i);
                TLane.StoreOne(dx, start + i, TLane.LoadOne(dx, start + i) + (TLane.LoadOne(weight, i) * g * factor) - (v * back));
                if (sum is not null)
                    sum[i] += g * v * factor;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float Squares, float Products) Sums<TLane>(void* x, void* weight, void* dy, nint start, int width)
        where TLane : struct, ILane
    {
        Vector512<float> squares = default, products = default;
        int i = 0;
        for (; i <= width - 16; i += 16)
        {
            var v = TLane.Load(x, start + i);
            squares = Vector512.FusedMultiplyAdd(v, v, squares);
            products = Vector512.FusedMultiplyAdd(TLane.Load(weight, i) * TLane.Load(dy, start + i), v, products);
        }

        (float square, float product) = (Vector512.Sum(squares), Vector512.Sum(products));
        for (; i < width; i++)
        {
            float v = TLane.LoadOne(x, start + i);
            square += v * v;
            product += TLane.LoadOne(weight, i) * TLane.LoadOne(dy, start + i) * v;
        }

        return (square, product);
    }

    private static void AddUp(float[] sums, float* target, int width)
    {
        for (int start = 0; start < sums.Length; start += width)
        {
            for (int i = 0; i < width; i++)
                target[i] += sums[start + i];
        }
    }

    private static nint Address(Tensor tensor) => (nint)TensorMemory.Pointer(tensor);
}
