using Candor.Torch.Kernels;
using Candor.Torch.Modules;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Candor.Torch.Tests.Kernels;

/// <summary>Kernels against their libtorch forms, at widths that are and are not whole vectors.</summary>
public sealed class KernelTests
{
    public static TheoryData<int, ScalarType> Widths { get; } =
        new MatrixTheoryData<int, ScalarType>([5, 16, 88, 1376], [ScalarType.Float32, ScalarType.BFloat16]);

    [Theory]
    [MemberData(nameof(Widths))]
    public void RmsNorm(int width, ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var norm = new RmsNorm(new Parameter(Random(width).to(type), requires_grad: false), 1e-5);
        var x = (Random(37, width) * 3).to(type);
        AssertClose(norm.forward(x), norm.Infer(x), type);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void SwiGlu(int width, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Tensor gate = (Random(7, width) * 30).to(type), up = Random(7, width).to(type);
        var expected = nn.functional.silu(gate.to(ScalarType.Float32)) * up.to(ScalarType.Float32);
        SwiGluKernel.ApplyInPlace(gate, up);
        AssertClose(expected, gate, type);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void LogSoftmax(int width, ScalarType type)
    {
        using var scope = NewDisposeScope();
        var logits = (Random(9, width) * 10).to(type);
        var rows = new RowSummary[9];
        LogSoftmaxKernel.Summarise(logits, rows);
        var wide = logits.to(ScalarType.Float32);
        float[] expected = wide.logsumexp(1).data<float>().ToArray();
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(expected[row], rows[row].LogSumExp, 1e-4f);
            float[] values = wide[row].data<float>().ToArray();
            Assert.Equal(Array.IndexOf(values, values.Max()), rows[row].Argmax);
            Assert.Equal(values[width - 1], LogSoftmaxKernel.Logit(logits, row, width - 1));
        }
    }

    [Fact]
    public void ArgmaxIsTheFirstOfEqualMaxima()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(3, 100);
        foreach ((int row, int column) in ((int, int)[])[(0, 37), (0, 50), (1, 99), (1, 20), (2, 98), (2, 99)])
            logits[row, column] = 4;
        var rows = new RowSummary[3];
        LogSoftmaxKernel.Summarise(logits, rows);
        Assert.Equal([37, 20, 98], rows.Select(row => row.Argmax));
    }

    [Fact]
    public void ANaNInARowOfLogitsIsSeen()
    {
        using var scope = NewDisposeScope();
        var logits = zeros(1, 64);
        logits[0, 30] = float.NaN;
        var rows = new RowSummary[1];
        LogSoftmaxKernel.Summarise(logits, rows);
        Assert.True(float.IsNaN(rows[0].LogSumExp));
    }

    [Fact]
    public void APoolCoversEveryItemOnce()
    {
        foreach (int count in (int[])[0, 1, 2, 3, 1000])
        {
            var seen = new int[count];
            NativePool.Run(count, (first, end) =>
            {
                for (int i = first; i < end; i++)
                    Interlocked.Increment(ref seen[i]);
            });
            Assert.All(seen, times => Assert.Equal(1, times));
        }
    }

    private static Tensor Random(params long[] shape)
    {
        var random = new Random(11);
        int count = (int)shape.Aggregate((a, b) => a * b);
        return tensor([.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))]).view(shape);
    }

    private static void AssertClose(Tensor expected, Tensor actual, ScalarType type)
    {
        var wide = expected.to(ScalarType.Float32);
        var limit = (wide.abs() * (type == ScalarType.BFloat16 ? 0.012 : 3e-6)) + 1e-6;
        Assert.True(((actual.to(ScalarType.Float32) - wide).abs() <= limit).all().item<bool>());
    }
}
