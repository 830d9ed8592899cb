using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Candor.Torch.Kernels;

/// <summary>
/// Dropout by a hash of the element's position instead of a generator's next number: no mask is stored, backward computes it again, and a
/// key names the whole mask. The hash is the 32-bit finaliser lowbias32 of C. Wellons' hash prospector, entered twice with halves of the
/// key.
/// </summary>
internal static unsafe class DropoutKernel
{
    private const int Block = 1 << 14;
    private const uint Multiplier1 = 0x7feb352d, Multiplier2 = 0x846ca68b;

    /// <summary>Factors for the elements of <paramref name="like"/>, of its shape and type: 0 where dropped, else 1 / (1 − p).</summary>
    public static Tensor Mask(Tensor like, ulong key, double probability)
    {
        using var scope = NewDisposeScope();
        var mask = empty(like.shape, dtype: ScalarType.Float32);
        long length = mask.numel();
        nint target = (nint)TensorMemory.Pointer(mask);
        int blocks = (int)((length + Block - 1) / Block);
        NativePool.Run(blocks, (first, end) =>
            Fill((float*)target, (long)first * Block, Math.Min(length, (long)end * Block), key, probability));
        return mask.to(like.dtype, like.device).MoveToOuterDisposeScope();
    }

    /// <summary>result = value · mask, or added to what is there.</summary>
    public static void Apply(Tensor value, ulong key, double probability, Tensor result, bool adds)
    {
        long length = value.numel();
        nint source = (nint)TensorMemory.Pointer(value), target = (nint)TensorMemory.Pointer(result);
        bool isFloat = value.dtype == ScalarType.Float32;
        NativePool.Run((int)((length + Block - 1) / Block), (first, end) =>
        {
            long begin = (long)first * Block, stop = Math.Min(length, (long)end * Block);
            if (isFloat)
                Apply<Float32Lane>((void*)source, (void*)target, begin, stop, key, probability, adds);
            else
                Apply<BFloat16Lane>((void*)source, (void*)target, begin, stop, key, probability, adds);
        });
    }

    /// <summary>Factors of elements <paramref name="index"/>…+15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Factors(long index, ulong key, uint threshold, Vector512<float> kept)
    {
        var position = Vector512.CreateSequence((uint)index, 1u) ^ Vector512.Create((uint)key ^ (uint)(index >> 32));
        var hash = Finish(Finish(position) + Vector512.Create((uint)(key >> 32)));
        return Vector512.ConditionalSelect(Vector512.LessThan(hash, Vector512.Create(threshold)).AsSingle(), Vector512<float>.Zero, kept);
    }

    /// <summary>Hashes below this are dropped.</summary>
    public static uint Threshold(double probability) => (uint)Math.Min(uint.MaxValue, probability * 4294967296.0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Finish(Vector512<uint> x)
    {
        x ^= x >>> 16;
        x *= Vector512.Create(Multiplier1);
        x ^= x >>> 15;
        x *= Vector512.Create(Multiplier2);
        return x ^ (x >>> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TLane>(void* source, void* target, long i, long end, ulong key, double probability, bool adds)
        where TLane : struct, ILane
    {
        uint threshold = Threshold(probability);
        var kept = Vector512.Create((float)(1 / (1 - probability)));
        for (; i <= end - 16; i += 16)
        {
            var value = TLane.Load(source, (nint)i) * Factors(i, key, threshold, kept);
            TLane.Store(target, (nint)i, adds ? TLane.Load(target, (nint)i) + value : value);
        }

        var rest = i < end ? Factors(i, key, threshold, kept) : default;
        for (int lane = 0; i < end; i++, lane++)
        {
            float value = TLane.LoadOne(source, (nint)i) * rest[lane];
            TLane.StoreOne(target, (nint)i, adds ? TLane.LoadOne(target, (nint)i) + value : value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(float* target, long first, long end, ulong key, double probability)
    {
        uint threshold = Threshold(probability);
        var kept = Vector512.Create((float)(1 / (1 - probability)));
        long i = first;
        for (; i <= end - 16; i += 16)
            Factors(i, key, threshold, kept).Store(target + i);
        if (i == end)
            return;
        var rest = Factors(i, key, threshold, kept);
        for (long j = i; j < end; j++)
            target[j] = rest[(int)(j - i)];
    }
}
