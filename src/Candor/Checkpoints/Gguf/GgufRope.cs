using System.Runtime.InteropServices;

namespace Candor.Checkpoints.Gguf;

/// <summary>
/// Reads rotary embedding from a file's metadata. LLaMA 3's scaling has no key: llama.cpp stores its factors, one for each frequency, as
/// the tensor <c>rope_freqs.weight</c>. They are accepted where they are those of LLaMA 3.1 to 3.3.
/// </summary>
internal static class GgufRope
{
    private const double DefaultTheta = 10000;
    private const string TypeKey = "llama.rope.scaling.type";
    private const string FactorKey = "llama.rope.scaling.factor";

    // All of LLaMA 3.1 to 3.3 have these; only the factor differs.
    private const int Llama3Length = 8192;
    private const double Llama3LowFactor = 1, Llama3HighFactor = 4;

    // The file's factors were computed in single precision.
    private const double FactorTolerance = 1e-5;

    /// <summary>Settings of yarn that change numbers, and the values that mean what transformers computes.</summary>
    private static readonly (string Key, double Usual)[] YarnSettings =
    [
        ("llama.rope.scaling.attn_factor", 1), ("llama.rope.scaling.yarn_attn_factor", 1), ("llama.rope.scaling.yarn_ext_factor", 1),
    ];

    /// <summary>Reads and checks the keys.</summary>
    /// <exception cref="InputException">The scaling is of another kind, or its factors are not known.</exception>
    public static RopeConfig Read(GgufFile file, int headDim, int positions)
    {
        var metadata = file.Metadata;
        var theta = metadata.Positive("llama.rope.freq_base") ?? DefaultTheta;
        var type = metadata.Text(TypeKey) ?? (metadata.Has("llama.rope.scale_linear") ? "linear" : "none");
        if (file.Tensors.TryGetValue(GgufNames.RopeFactors, out var factors))
        {
            return type == "none"
                ? Llama3(file, factors, theta, headDim)
                : throw metadata.Wrong(TypeKey, $"none, because of {GgufNames.RopeFactors}", ErrorText.Quote(type));
        }

        return type switch
        {
            "none" => new RopeConfig { Theta = theta },
            "linear" => new RopeConfig { Type = RopeType.Linear, Theta = theta, Factor = LinearFactor(metadata) },
            "yarn" => Yarn(metadata, theta, positions),
            _ => throw metadata.Wrong(TypeKey, "none, linear or yarn", ErrorText.Quote(type)),
        };
    }

    private static double LinearFactor(GgufMetadata metadata) =>
        metadata.Positive(FactorKey) ?? metadata.Positive("llama.rope.scale_linear") ?? throw metadata.Wrong(FactorKey, "a number above 0", "nothing");

    private static RopeConfig Yarn(GgufMetadata metadata, double theta, int positions)
    {
        foreach (var (key, usual) in YarnSettings)
        {
            if (metadata.Positive(key) is { } value && value != usual)
                throw metadata.Wrong(key, $"{usual} (others are not implemented)", FormattableString.Invariant($"{value}"));
        }

        return new RopeConfig
        {
            Type = RopeType.Yarn,
            Theta = theta,
            Factor = metadata.Positive(FactorKey) ?? throw metadata.Wrong(FactorKey, "a number above 0", "nothing"),
            OriginalMaxPositionEmbeddings = metadata.Int("llama.rope.scaling.original_context_length", 1, int.MaxValue) ?? positions,
            BetaFast = metadata.Positive("llama.rope.scaling.yarn_beta_fast") ?? 32,
            BetaSlow = metadata.Positive("llama.rope.scaling.yarn_beta_slow") ?? 1,
        };
    }

    private static unsafe RopeConfig Llama3(GgufFile file, GgufTensor tensor, double theta, int headDim)
    {
        if (tensor.Type.Name != "F32" || tensor.ElementCount != headDim / 2)
            throw Unknown($"F32 [{headDim / 2}]");
        var factors = MemoryMarshal.Cast<byte, float>(new ReadOnlySpan<byte>((void*)file.Address(tensor), (int)tensor.ByteLength)).ToArray();

        // The lowest frequency is scaled by the whole factor.
        var factor = Math.Round((double)factors[^1], 4);
        for (var i = 0; i < factors.Length; i++)
        {
            if (!(factor >= 1) || !(Math.Abs(factors[i] - Llama3Factor(theta, i, headDim, factor)) <= FactorTolerance * factor))
                throw Unknown("the factors of LLaMA 3.1 to 3.3");
        }

        return new RopeConfig
        {
            Type = RopeType.Llama3,
            Theta = theta,
            Factor = factor,
            OriginalMaxPositionEmbeddings = Llama3Length,
            LowFreqFactor = Llama3LowFactor,
            HighFreqFactor = Llama3HighFactor,
        };

        InputException Unknown(string expected) => new(
            $"{file.Path}: {GgufNames.RopeFactors}: expected {expected} (other scalings are not implemented), found {tensor.Type.Name} [{string.Join(", ", tensor.Shape)}]");
    }

    /// <summary>What llama.cpp's converter stores for a frequency: how much longer its wave is made.</summary>
    private static double Llama3Factor(double theta, int index, int headDim, double factor)
    {
        var wavelength = 2 * Math.PI * Math.Pow(theta, 2.0 * index / headDim);
        if (wavelength < Llama3Length / Llama3HighFactor)
            return 1;
        if (wavelength > Llama3Length / Llama3LowFactor)
            return factor;
        var smooth = ((Llama3Length / wavelength) - Llama3LowFactor) / (Llama3HighFactor - Llama3LowFactor);
        return 1 / (((1 - smooth) / factor) + smooth);
    }
}
