using Candor.Checkpoints;

namespace Candor.Torch.Modules;

/// <summary>
/// The frequencies behind rotary embedding (Su et al. 2021) and its scalings, as transformers 5 forms them: linear (kaiokendev), dynamic
/// NTK (bloc97, emozilla), YaRN (Peng et al. 2023) and LLaMA 3.1's. float32 where the reference is float32.
/// </summary>
public static class RotaryFrequencies
{
    /// <summary>Angle per position of each pair of dimensions [D/2], and the factor on cos and sin.</summary>
    /// <param name="rope">The configuration.</param>
    /// <param name="headDim">D.</param>
    /// <param name="maxPositions">The model's longest input.</param>
    /// <param name="length">Length of the input, which only dynamic scaling looks at.</param>
    public static (float[] Frequencies, float Scale) Create(RopeConfig rope, int headDim, int maxPositions, int length)
    {
        ArgumentNullException.ThrowIfNull(rope);
        return rope.Type switch
        {
            RopeType.Default => (Plain(rope.Theta, headDim), 1),
            RopeType.Linear => (Array.ConvertAll(Plain(rope.Theta, headDim), f => f / (float)rope.Factor), 1),
            RopeType.Dynamic => (Plain(DynamicTheta(rope, headDim, maxPositions, length), headDim), 1),
            RopeType.Yarn => Yarn(rope, headDim, maxPositions),
            RopeType.Llama3 => (Array.ConvertAll(Plain(rope.Theta, headDim), f => Llama3(f, rope, maxPositions)), 1),
            _ => throw new ArgumentOutOfRangeException(nameof(rope), rope.Type, "unknown kind of rotary embedding"),
        };
    }

    private static float[] Plain(double theta, int headDim)
    {
        var frequencies = new float[headDim / 2];
        for (int i = 0; i < frequencies.Length; i++)
            frequencies[i] = 1 / MathF.Pow((float)theta, 2f * i / headDim);
        return frequencies;
    }

    private static double DynamicTheta(RopeConfig rope, int headDim, int maxPositions, int length)
    {
        double reach = (rope.Factor * Math.Max(length, maxPositions) / maxPositions) - (rope.Factor - 1);
        return rope.Theta * Math.Pow(reach, headDim / (headDim - 2.0));
    }

    private static (float[] Frequencies, float Scale) Yarn(RopeConfig rope, int headDim, int maxPositions)
    {
        double original = rope.OriginalMaxPositionEmbeddings ?? maxPositions;
        double low = Math.Max(0, Math.Floor(PairWithRotations(rope.BetaFast)));
        double high = Math.Min(headDim - 1, Math.Ceiling(PairWithRotations(rope.BetaSlow)));
        if (low == high)
            high += 0.001;
        float[] frequencies = Plain(rope.Theta, headDim);
        for (int i = 0; i < frequencies.Length; i++)
        {
            float interpolated = (float)Math.Clamp((i - low) / (high - low), 0, 1);
            frequencies[i] = (frequencies[i] / (float)rope.Factor * interpolated) + (frequencies[i] * (1 - interpolated));
        }

        double scale = rope.AttentionFactor ?? (rope.Factor <= 1 ? 1 : (0.1 * Math.Log(rope.Factor)) + 1);
        return (frequencies, (float)scale);

        // The pair of dimensions that turns this often over the original length.
        double PairWithRotations(double rotations) =>
            headDim * Math.Log(original / (rotations * 2 * Math.PI)) / (2 * Math.Log(rope.Theta));
    }

    private static float Llama3(float frequency, RopeConfig rope, int maxPositions)
    {
        double original = rope.OriginalMaxPositionEmbeddings ?? maxPositions, wavelength = 2 * Math.PI / frequency;
        if (wavelength < original / rope.HighFreqFactor)
            return frequency;
        if (wavelength > original / rope.LowFreqFactor)
            return frequency / (float)rope.Factor;
        float smooth = (float)(((original / wavelength) - rope.LowFreqFactor) / (rope.HighFreqFactor - rope.LowFreqFactor));
        return ((1 - smooth) * frequency / (float)rope.Factor) + (smooth * frequency);
    }
}
