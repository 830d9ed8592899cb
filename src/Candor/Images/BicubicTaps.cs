namespace Candor.Images;

/// <summary>
/// Which input positions make each output position of a resized axis, and with what weight: Pillow's bicubic filter (a = −0.5, widened
/// by the scale when it shrinks) in its 8-bit fixed-point form.
/// </summary>
internal sealed class BicubicTaps
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int PrecisionBits = 22;

    private const double Sharpness = -0.5;
    private const double FilterSupport = 2;

    private readonly int[] _weights;
    private readonly int _stride;
    private readonly int[] _first;
    private readonly int[] _counts;

    /// <summary>Computes the taps of some output positions.</summary>
    /// <param name="inputSize">Length of the axis.</param>
    /// <param name="outputSize">Length it is resized to.</param>
    /// <param name="start">First output position.</param>
    /// <param name="count">Number of output positions.</param>
    public BicubicTaps(int inputSize, long outputSize, long start, int count)
    {
        var scale = inputSize / (double)outputSize;
        var filterScale = Math.Max(scale, 1);
        var support = FilterSupport * filterScale;
        _stride = ((int)Math.Ceiling(support) * 2) + 1;
        _weights = new int[checked(_stride * count)];
        _first = new int[count];
        _counts = new int[count];
        var raw = new double[_stride];
        for (var i = 0; i < count; i++)
        {
            var center = (start + i + 0.5) * scale;
            _first[i] = Math.Max((int)(center - support + 0.5), 0);
            _counts[i] = Math.Min((int)(center + support + 0.5), inputSize) - _first[i];
            for (var tap = 0; tap < _counts[i]; tap++)
                raw[tap] = Cubic((tap + _first[i] - center + 0.5) * (1 / filterScale));
            ToFixedPoint(raw.AsSpan(0, _counts[i]), _weights.AsSpan(i * _stride));
        }
    }

    /// <summary>Number of output positions.</summary>
    public int Count => _first.Length;

    /// <summary>First input position that any of them uses.</summary>
    public int InputStart => _first[0];

    /// <summary>Number of input positions from there to the last one used.</summary>
    public int InputCount => _first[^1] + _counts[^1] - _first[0];

    /// <summary>First input position of an output position.</summary>
    public int First(int output) => _first[output];

    /// <summary>Weights of an output position's input positions, in units of 2^−22.</summary>
    public ReadOnlySpan<int> Weights(int output) => _weights.AsSpan(output * _stride, _counts[output]);

    private static double Cubic(double x)
    {
        x = Math.Abs(x);
        if (x < 1)
            return ((((Sharpness + 2) * x) - (Sharpness + 3)) * x * x) + 1;
        return x < 2 ? ((((x - 5) * x) + 8) * x - 4) * Sharpness : 0;
    }

    private static void ToFixedPoint(ReadOnlySpan<double> raw, Span<int> target)
    {
        var sum = 0.0;
        foreach (var weight in raw)
            sum += weight;
        for (var i = 0; i < raw.Length; i++)
        {
            var scaled = raw[i] / sum * (1 << PrecisionBits);
            target[i] = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
        }
    }
}
