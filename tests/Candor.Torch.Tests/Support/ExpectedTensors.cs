using Candor.Checkpoints;

namespace Candor.Torch.Tests.Support;

/// <summary>Float tensors of a safetensors file of reference values.</summary>
internal static class ExpectedTensors
{
    /// <summary>All tensors of 32-bit floats, as rows.</summary>
    public static unsafe Dictionary<string, float[][]> Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var result = new Dictionary<string, float[][]>(StringComparer.Ordinal);
        foreach (var (name, entry) in file.Tensors.Where(pair => pair.Value.Dtype == TensorDtype.Float32))
        {
            var values = new ReadOnlySpan<float>((void*)file.View(name).Address, (int)entry.ElementCount).ToArray();
            result[name] = [.. values.Chunk((int)entry.Shape[^1])];
        }

        return result;
    }

    /// <summary>Largest absolute difference; the shapes must agree.</summary>
    public static float Distance(float[][] expected, float[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0;
        for (int row = 0; row < expected.Length; row++)
        {
            Assert.Equal(expected[row].Length, actual[row].Length);
            for (int i = 0; i < expected[row].Length; i++)
            {
                float difference = Math.Abs(expected[row][i] - actual[row][i]);
                largest = float.IsNaN(difference) ? float.PositiveInfinity : Math.Max(largest, difference);
            }
        }

        return largest;
    }
}
