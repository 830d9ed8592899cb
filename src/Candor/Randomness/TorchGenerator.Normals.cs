namespace Candor.Randomness;

/// <content>Normal values, by Box and Muller's method in two forms.</content>
public sealed partial class TorchGenerator
{
    /// <summary>Tensors of this many values and more are filled block by block.</summary>
    private const int Block = 16;

    private double? _cachedNormal;

    /// <summary><c>tensor.normal_(mean, std)</c> of a float32 tensor.</summary>
    public void Normal(Span<float> values, double mean = 0, double std = 1)
    {
        if (values.Length < Block)
        {
            foreach (ref var value in values)
                value = (float)NextNormal(mean, std);
            return;
        }

        Uniform(values);
        for (var i = 0; i + Block <= values.Length; i += Block)
            FillBlock(values.Slice(i, Block), mean, std);
        if (values.Length % Block == 0)
            return;
        Uniform(values[^Block..]);
        FillBlock(values[^Block..], mean, std);
    }

    /// <summary><c>tensor.normal_(mean, std)</c> of a float64 tensor.</summary>
    public void Normal(Span<double> values, double mean = 0, double std = 1)
    {
        if (values.Length < Block)
        {
            foreach (ref var value in values)
                value = NextNormal(mean, std);
            return;
        }

        Uniform(values);
        for (var i = 0; i + Block <= values.Length; i += Block)
            FillBlock(values.Slice(i, Block), mean, std);
        if (values.Length % Block == 0)
            return;
        Uniform(values[^Block..]);
        FillBlock(values[^Block..], mean, std);
    }

    /// <summary>One value; the second of each pair is kept for the next call, also across tensors.</summary>
    private double NextNormal(double mean, double std)
    {
        if (_cachedNormal is { } cached)
        {
            _cachedNormal = null;
            return double.FusedMultiplyAdd(cached, std, mean);
        }

        var angle = 2 * Math.PI * NextDouble();
        var radius = Math.Sqrt(-2 * LogOnePlus.Of(-NextDouble()));
        _cachedNormal = radius * Math.Sin(angle);
        return double.FusedMultiplyAdd(radius * Math.Cos(angle), std, mean);
    }

    /// <summary>Turns 8 radii and 8 angles, uniform in [0, 1), into 16 values.</summary>
    private static void FillBlock(Span<float> values, double mean, double std)
    {
        for (var i = 0; i < Block / 2; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1f - values[i]));
            var (sin, cos) = Math.SinCos(2 * Math.PI * values[i + Block / 2]);
            values[i] = (float)(radius * cos * std + mean);
            values[i + Block / 2] = (float)(radius * sin * std + mean);
        }
    }

    private static void FillBlock(Span<double> values, double mean, double std)
    {
        for (var i = 0; i < Block / 2; i++)
        {
            var radius = Math.Sqrt(-2 * Math.Log(1 - values[i]));
            var angle = 2 * Math.PI * values[i + Block / 2];
            values[i] = radius * Math.Cos(angle) * std + mean;
            values[i + Block / 2] = radius * Math.Sin(angle) * std + mean;
        }
    }
}
