using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Candor.Torch.Kernels;

/// <summary>How 16 elements of a stored type become 16 floats and back: kernels are written once and compiled for each.</summary>
internal unsafe interface ILane
{
    /// <summary>Elements <paramref name="index"/>…+15.</summary>
    static abstract Vector512<float> Load(void* data, nint index);

    /// <summary>One element.</summary>
    static abstract float LoadOne(void* data, nint index);

    /// <summary>Writes elements <paramref name="index"/>…+15, rounded to nearest even.</summary>
    static abstract void Store(void* data, nint index, Vector512<float> values);

    /// <summary>Writes one element, rounded to nearest even.</summary>
    static abstract void StoreOne(void* data, nint index, float value);
}

/// <summary>32-bit floats.</summary>
internal readonly unsafe struct Float32Lane : ILane
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(void* data, nint index) => Vector512.Load((float*)data + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(void* data, nint index) => ((float*)data)[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* data, nint index, Vector512<float> values) => values.Store((float*)data + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(void* data, nint index, float value) => ((float*)data)[index] = value;
}

/// <summary>The upper halves of 32-bit floats.</summary>
internal readonly unsafe struct BFloat16Lane : ILane
{
    private const uint QuietNaN = 0x7fc0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(void* data, nint index)
    {
        var halves = Vector256.Load((ushort*)data + index);
        var wide = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512UInt32(halves)
            : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (wide << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadOne(void* data, nint index) => BitConverter.UInt32BitsToSingle((uint)((ushort*)data)[index] << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(void* data, nint index, Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var rounded = (bits + Vector512.Create(0x7fffu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        rounded = Vector512.ConditionalSelect(Vector512.Equals(values, values).AsUInt32(), rounded, Vector512.Create(QuietNaN));
        var halves = Avx512F.IsSupported
            ? Avx512F.ConvertToVector256UInt16(rounded)
            : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
        halves.Store((ushort*)data + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOne(void* data, nint index, float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        ((ushort*)data)[index] = (ushort)(float.IsNaN(value) ? QuietNaN : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16);
    }
}
