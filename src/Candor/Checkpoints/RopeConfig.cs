namespace Candor.Checkpoints;

/// <summary>Rotary position embedding as all spellings (<c>rope_theta</c>, <c>rope_scaling</c>, <c>rope_parameters</c>) mean it.</summary>
public sealed record RopeConfig
{
    /// <summary>How frequencies are scaled.</summary>
    public RopeType Type { get; init; } = RopeType.Default;

    /// <summary>Base of the frequencies.</summary>
    public double Theta { get; init; } = 10000;

    /// <summary>Scaling factor; 1 for <see cref="RopeType.Default"/>.</summary>
    public double Factor { get; init; } = 1;

    /// <summary>Length the model was trained for before scaling (llama3, yarn), if the file says.</summary>
    public int? OriginalMaxPositionEmbeddings { get; init; }

    /// <summary>llama3: wavelengths beyond original length / this are scaled fully.</summary>
    public double LowFreqFactor { get; init; } = 1;

    /// <summary>llama3: wavelengths below original length / this are not scaled.</summary>
    public double HighFreqFactor { get; init; } = 4;

    /// <summary>yarn: rotations above which nothing is interpolated.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>yarn: rotations below which everything is interpolated.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>yarn: factor on cos and sin; null means 0.1·ln(factor) + 1.</summary>
    public double? AttentionFactor { get; init; }
}

/// <summary>Ways to scale rotary frequencies, by transformers' names.</summary>
public enum RopeType
{
    /// <summary>None.</summary>
    Default,

    /// <summary>All frequencies divided by the factor.</summary>
    Linear,

    /// <summary>NTK by parts of the current length.</summary>
    Dynamic,

    /// <summary>YaRN.</summary>
    Yarn,

    /// <summary>LLaMA 3's smoothed interpolation.</summary>
    Llama3,
}
