using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Projections [T, heads·D] into heads [B·heads, S, D] and back, rotated by the positions' angles in the same pass. The libtorch form is
/// <see cref="Modules.RotaryEmbedding.Rotate"/> and a transposition.
/// </summary>
internal static unsafe class HeadKernel
{
    /// <summary>Cuts <paramref name="flat"/> into heads; with <paramref name="angles"/> also rotates.</summary>
    public static void Split(Tensor flat, Tensor split, int batch, RotaryAngles? angles) =>
        Move(flat, split, HeadMove.Of(split, batch, toHeads: true), angles, 1);

    /// <summary>
    /// Puts heads side by side in <paramref name="flat"/>; with <paramref name="angles"/> rotates back, which is also rotating's gradient.
    /// </summary>
    public static void Merge(Tensor split, Tensor flat, int batch, RotaryAngles? angles) =>
        Move(flat, split, HeadMove.Of(split, batch, toHeads: false), angles, -1);

    private static void Move(Tensor flat, Tensor split, HeadMove move, RotaryAngles? angles, float sign)
    {
        nint a = (nint)TensorMemory.Pointer(flat), b = (nint)TensorMemory.Pointer(split);
        nint cos = angles is null ? 0 : (nint)TensorMemory.Pointer(angles.Cos);
        nint sin = angles is null ? 0 : (nint)TensorMemory.Pointer(angles.Sin);
        bool isFloat = flat.dtype == ScalarType.Float32;
        NativePool.Run(move.Batch * move.Length, (first, end) =>
        {
            if (isFloat)
                Tokens<Float32Lane>((void*)a, (void*)b, (float*)cos, (float*)sin, first, end, move, sign);
            else
                Tokens<BFloat16Lane>((void*)a, (void*)b, (float*)cos, (float*)sin, first, end, move, sign);
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tokens<TLane>(void* flat, void* split, float* cos, float* sin, int first, int end, HeadMove move, float sign)
        where TLane : struct, ILane
    {
        for (int token = first; token < end; token++)
        {
            int row = token / move.Length, position = token % move.Length;
            nint angle = (nint)position * move.Dim;
            for (int head = 0; head < move.Heads; head++)
            {
                nint inFlat = (((nint)token * move.Heads) + head) * move.Dim;
                nint inSplit = (((((nint)row * move.Heads) + head) * move.Length) + position) * move.Dim;
                void* from = move.ToHeads ? flat : split, to = move.ToHeads ? split : flat;
                (nint source, nint target) = move.ToHeads ? (inFlat, inSplit) : (inSplit, inFlat);
                if (cos is null)
                    Copy<TLane>(from, source, to, target, move.Dim);
                else
                    Rotate<TLane>(from, source, to, target, cos + angle, sin + angle, move.Dim / 2, sign);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<TLane>(void* from, nint source, void* to, nint target, int dim)
        where TLane : struct, ILane
    {
        int i = 0;
        for (; i <= dim - 16; i += 16)
            TLane.Store(to, target + i, TLane.Load(from, source + i));
        for (; i < dim; i++)
            TLane.StoreOne(to, target + i, TLane.LoadOne(from, source + i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Rotate<TLane>(void* from, nint source, void* to, nint target, float* cos, float* sin, int half, float sign)
        where TLane : struct, ILane
    {
        int i = 0;
        for (; i <= half - 16; i += 16)
        {
            Vector512<float> a = TLane.Load(from, source + i), b = TLane.Load(from, source + half + i);
            Vector512<float> c = Vector512.Load(cos + i), s = Vector512.Load(sin + i) * sign;
            TLane.Store(to, target + i, (a * c) - (b * s));
            TLane.Store(to, target + half + i, (b * c) + (a * s));
        }

        for (; i < half; i++)
        {
            float a = TLane.LoadOne(from, source + i), b = TLane.LoadOne(from, source + half + i), s = sin[i] * sign;
            TLane.StoreOne(to, target + i, (a * cos[i]) - (b * s));
            TLane.StoreOne(to, target + half + i, (b * cos[i]) + (a * s));
        }
    }

    private readonly record struct HeadMove(int Batch, int Length, int Heads, int Dim, bool ToHeads)
    {
        public static HeadMove Of(Tensor split, int batch, bool toHeads) =>
            new(batch, (int)split.shape[1], (int)split.shape[0] / batch, (int)split.shape[2], toHeads);
    }
}

/// <summary>cos and sin of the angles of positions 0…S−1, fp32 [S, D] each, both halves alike.</summary>
internal sealed record RotaryAngles(Tensor Cos, Tensor Sin);
