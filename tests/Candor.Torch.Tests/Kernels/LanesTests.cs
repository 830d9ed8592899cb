using System.Runtime.Intrinsics;
using Candor.Torch.Kernels;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

public sealed unsafe class LanesTests
{
    [Fact]
    public void BFloat16RoundsAsLibtorchDoes()
    {
        using var scope = NewDisposeScope();
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 4096).Select(_ => BitConverter.Int32BitsToSingle(random.Next() ^ (random.Next(2) << 31)))
            .Where(v => !float.IsNaN(v)).Append(float.PositiveInfinity).Append(1 + (1 / 256f)).Append(1 + (3 / 256f))];
        values = values[..(values.Length / 16 * 16)];
        float[] expected = tensor(values).to(ScalarType.BFloat16).to(ScalarType.Float32).data<float>().ToArray();
        var stored = new ushort[values.Length];
        var actual = new float[16];
        fixed (ushort* target = stored)
        fixed (float* source = values)
        {
            for (int i = 0; i < values.Length; i += 16)
            {
                BFloat16Lane.Store(target, i, Vector512.Load(source + i));
                BFloat16Lane.Load(target, i).CopyTo(actual);
                Assert.Equal(expected[i..(i + 16)], actual);
            }

            for (int i = 0; i < values.Length; i++)
            {
                BFloat16Lane.StoreOne(target, i, values[i]);
                Assert.Equal(expected[i], BFloat16Lane.LoadOne(target, i));
            }
        }
    }

    [Fact]
    public void BFloat16KeepsNaN()
    {
        var stored = new ushort[16];
        fixed (ushort* target = stored)
        {
            // All mantissa bits set: rounding up would carry into the exponent.
            BFloat16Lane.Store(target, 0, Vector512.Create(0x7fffffff).AsSingle());
            Assert.True(float.IsNaN(BFloat16Lane.LoadOne(target, 7)));
            BFloat16Lane.StoreOne(target, 0, BitConverter.UInt32BitsToSingle(0x7fffffff));
            Assert.True(float.IsNaN(BFloat16Lane.LoadOne(target, 0)));
        }
    }
}
