using System.Runtime.InteropServices;
using Candor.Checkpoints;
using Candor.Conversion;
using CsCheck;

namespace Candor.Tests.Conversion;

public sealed class FloatConversionTests
{
    [Theory]
    [InlineData(1f, 0x3F80)]
    [InlineData(-0f, 0x8000)]
    [InlineData(1.00390625f, 0x3F80)] // halfway between two: the even one, below
    [InlineData(1.01171875f, 0x3F82)] // halfway between two: the even one, above
    [InlineData(1.003907f, 0x3F81)] // a little more than halfway
    [InlineData(1e-45f, 0x0000)]
    [InlineData(float.PositiveInfinity, 0x7F80)]
    [InlineData(float.MaxValue, 0x7F80)]
    public void BFloat16RoundsToTheNearestEven(float value, int expected) => Assert.Equal(expected, FloatConversion.ToBFloat16(value));

    [Fact]
    public void NoNumberBecomesOneInBFloat16()
    {
        foreach (var bits in new[] { 0x7F800001u, 0x7FFFFFFFu, 0xFFC00000u })
            Assert.Equal(0x7FC0, FloatConversion.ToBFloat16(BitConverter.UInt32BitsToSingle(bits)));
    }

    [Fact]
    public void BFloat16IsAsNearAsAnyOther() => Gen.Float.Where(value => Math.Abs(value) < 1e38f).Sample(value =>
    {
        var bits = FloatConversion.ToBFloat16(value);
        var error = Math.Abs((double)Back(bits) - value);
        Assert.True(error <= Math.Abs((double)Back((ushort)(bits + 1)) - value) && ((bits & 0x7FFF) == 0 || error <= Math.Abs((double)Back((ushort)(bits - 1)) - value)));
    });

    [Theory]
    [InlineData(TensorDtype.Float16)]
    [InlineData(TensorDtype.BFloat16)]
    public void EveryStoredNumberComesBackFromFloat32(TensorDtype dtype)
    {
        var stored = MemoryMarshal.AsBytes(Enumerable.Range(0, 1 << 16).Select(bits => (ushort)bits).ToArray().AsSpan()).ToArray();
        var values = new float[1 << 16];
        var again = new byte[stored.Length];
        FloatConversion.Read(stored, dtype, values);
        FloatConversion.Write(values, dtype, again);
        var (expected, found) = (MemoryMarshal.Cast<byte, ushort>(stored).ToArray(), MemoryMarshal.Cast<byte, ushort>(again).ToArray());
        Assert.All(expected.Zip(found).Index(), pair => Assert.True(pair.Item.First == pair.Item.Second || float.IsNaN(values[pair.Index])));
    }

    private static float Back(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
