using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// SwiGLU forward beside its inputs, which training keeps, and back in place. The libtorch form is the tape over <see
/// cref="Modules.GatedMlp"/>.
/// </summary>
internal static unsafe class SwiGluGradientKernel
{
    private const int Block = 4096;

    /// <summary>result = silu(gate) · up.</summary>
    public static void Forward(Tensor gate, Tensor up, Tensor result)
    {
        nint g = Address(gate), u = Address(up), y = Address(result);
        Run(gate, (begin, end, isFloat) =>
        {
            if (isFloat)
                Forward<Float32Lane>((void*)g, (void*)u, (void*)y, begin, end);
            else
                Forward<BFloat16Lane>((void*)g, (void*)u, (void*)y, begin, end);
        });
    }

    /// <summary>
    /// Given the output's gradient in <paramref name="outer"/>: puts the output there, which the next product wants, and the gradients of
    /// gate and up in their places.
    /// </summary>
    public static void Backward(Tensor gate, Tensor up, Tensor outer)
    {
        nint g = Address(gate), u = Address(up), y = Address(outer);
        Run(gate, (begin, end, isFloat) =>
        {
            if (isFloat)
                Backward<Float32Lane>((void*)g, (void*)u, (void*)y, begin, end);
            else
                Backward<BFloat16Lane>((void*)g, (void*)u, (void*)y, begin, end);
        });
    }

    private static void Run(Tensor like, Action<nint, nint, bool> body)
    {
        long length = like.numel();
        bool isFloat = like.dtype == ScalarType.Float32;
        NativePool.Run((int)((length + Block - 1) / Block), (first, end) =>
            body((nint)first * Block, (nint)Math.Min(length, (long)end * Block), isFloat));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<TLane>(void* gate, void* up, void* y, nint i, nint end)
        where TLane : struct, ILane
    {
        for (; i <= end - 16; i += 16)
        {
            var g = TLane.Load(gate, i);
            TLane.Store(y, i, g * TLane.Load(up, i) / (Vector512<float>.One + VectorMath.Exp(-g)));
        }

        for (; i < end; i++)
        {
            float g = TLane.LoadOne(gate, i);
            TLane.StoreOne(y, i, g * TLane.LoadOne(up, i) / (1 + MathF.Exp(-g)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Backward<TLane>(void* gate, void* up, void* y, nint i, nint end)
        where TLane : struct, ILane
    {
        for (; i <= end - 16; i += 16)
        {
            Vector512<float> g = TLane.Load(gate, i), u = TLane.Load(up, i), d = TLane.Load(y, i);
            var sigmoid = Vector512<float>.One / (Vector512<float>.One + VectorMath.Exp(-g));
            var silu = g * sigmoid;
            TLane.Store(y, i, silu * u);
            TLane.Store(up, i, d * silu);
            TLane.Store(gate, i, d * u * (sigmoid + (silu * (Vector512<float>.One - sigmoid))));
        }

        for (; i < end; i++)
        {
            float g = TLane.LoadOne(gate, i), u = TLane.LoadOne(up, i), d = TLane.LoadOne(y, i);
            float sigmoid = 1 / (1 + MathF.Exp(-g)), silu = g * sigmoid;
            TLane.StoreOne(y, i, silu * u);
            TLane.StoreOne(up, i, d * silu);
            TLane.StoreOne(gate, i, d * u * (sigmoid + (silu * (1 - sigmoid))));
        }
    }

    private static nint Address(Tensor tensor) => (nint)TensorMemory.Pointer(tensor);
}
