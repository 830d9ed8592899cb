using System.Runtime.InteropServices;
using Candor.Checkpoints;

namespace Candor.Conversion;

/// <summary>Turns floating-point numbers of one stored type into another, rounding to nearest, ties to even, as torch does.</summary>
internal static class FloatConversion
{
    /// <summary>Reads numbers as float32.</summary>
    /// <param name="stored">Their bytes.</param>
    /// <param name="dtype">Their type: float64, float32, float16 or bfloat16.</param>
    /// <param name="values">As many places.</param>
    public static void Read(ReadOnlySpan<byte> stored, TensorDtype dtype, Span<float> values)
    {
        switch (dtype)
        {
            case TensorDtype.Float64: Each(MemoryMarshal.Cast<byte, double>(stored), values, value => (float)value); break;
            case TensorDtype.Float32: MemoryMarshal.Cast<byte, float>(stored).CopyTo(values); break;
            case TensorDtype.Float16: Each(MemoryMarshal.Cast<byte, Half>(stored), values, value => (float)value); break;
            case TensorDtype.BFloat16: Each(MemoryMarshal.Cast<byte, ushort>(stored), values, FromBFloat16); break;
            default: throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "no floating-point type of weights");
        }
    }

    /// <summary>Writes float32 numbers as another type.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="dtype">The type: float32, float16 or bfloat16.</param>
    /// <param name="stored">Place for their bytes.</param>
    public static void Write(ReadOnlySpan<float> values, TensorDtype dtype, Span<byte> stored)
    {
        switch (dtype)
        {
            case TensorDtype.Float32: values.CopyTo(MemoryMarshal.Cast<byte, float>(stored)); break;
            case TensorDtype.Float16: Each(values, MemoryMarshal.Cast<byte, Half>(stored), value => (Half)value); break;
            case TensorDtype.BFloat16: Each(values, MemoryMarshal.Cast<byte, ushort>(stored), ToBFloat16); break;
            default: throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "no type that weights are converted to");
        }
    }

    /// <summary>The upper half of a float32, rounded.</summary>
    public static ushort ToBFloat16(float value)
    {
        const ushort NaN = 0x7FC0;
        const uint Half = 0x7FFF;
        var bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? NaN : (ushort)((bits + Half + ((bits >> 16) & 1)) >> 16);
    }

    private static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static void Each<TFrom, TTo>(ReadOnlySpan<TFrom> from, Span<TTo> to, Func<TFrom, TTo> convert)
    {
        for (var i = 0; i < from.Length; i++)
            to[i] = convert(from[i]);
    }
}
