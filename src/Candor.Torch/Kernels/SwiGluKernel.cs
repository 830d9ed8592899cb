using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>g ← silu(g) · u in one pass. The libtorch form is two operators in <see cref="Modules.GatedMlp"/>.</summary>
internal static unsafe class SwiGluKernel
{
    private const int Block = 4096;

    /// <summary>Overwrites <paramref name="gate"/> [T, I]; <paramref name="up"/> has the same shape and type.</summary>
    public static void ApplyInPlace(Tensor gate, Tensor up)
    {
        long length = gate.numel();
        int blocks = (int)((length + Block - 1) / Block);
        nint g = (nint)TensorMemory.Pointer(gate), u = (nint)TensorMemory.Pointer(up);
        if (gate.dtype == ScalarType.Float32)
            NativePool.Run(blocks, (first, end) => Range<Float32Lane>((void*)g, (void*)u, first, end, length));
        else
            NativePool.Run(blocks, (first, end) => Range<BFloat16Lane>((void*)g, (void*)u, first, end, length));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Range<TLane>(void* gate, void* up, int firstBlock, int endBlock, long length)
        where TLane : struct, ILane
    {
        nint i = (nint)firstBlock * Block;
        long end = Math.Min(length, (long)endBlock * Block);
        for (; i <= end - 16; i += 16)
        {
            var g = TLane.Load(gate, i);
            TLane.Store(gate, i, g * TLane.Load(up, i) / (Vector512<float>.One + VectorMath.Exp(-g)));
        }

        for (; i < end; i++)
        {
            float g = TLane.LoadOne(gate, i);
            TLane.StoreOne(gate, i, g * TLane.LoadOne(up, i) / (1 + Vector512.ToScalar(VectorMath.Exp(Vector512.Create(-g)))));
        }
    }
}
