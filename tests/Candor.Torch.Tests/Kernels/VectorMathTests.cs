using System.Runtime.Intrinsics;
using Candor.Torch.Kernels;

namespace Candor.Torch.Tests.Kernels;

public sealed class VectorMathTests
{
    [Fact]
    public void ExpIsWithinTwoUnitsInTheLastPlace()
    {
        for (float x = -87; x < 88; x += 0.0137f)
        {
            float actual = VectorMath.Exp(Vector512.Create(x))[0], expected = (float)Math.Exp(x);
            Assert.InRange(Math.Abs(BitConverter.SingleToInt32Bits(actual) - BitConverter.SingleToInt32Bits(expected)), 0, 2);
        }
    }

    [Theory]
    [InlineData(float.NegativeInfinity)]
    [InlineData(-200f)]
    public void ExpOfVerySmallIsNothing(float x) => Assert.InRange(VectorMath.Exp(Vector512.Create(x))[5], 0, 2e-38f);

    [Fact]
    public void NaNStaysNaN() => Assert.True(float.IsNaN(VectorMath.Exp(Vector512.Create(float.NaN))[3]));
}
