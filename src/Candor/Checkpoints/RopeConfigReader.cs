namespace Candor.Checkpoints;

/// <summary>
/// Reads rotary embedding from the three spellings: top-level <c>rope_theta</c> with <c>rope_scaling.type</c> (transformers 4.31), with
/// <c>rope_scaling.rope_type</c> (4.4x), and <c>rope_parameters</c> (5). Where a file has both objects, <c>rope_scaling</c> wins, as in 5.23.
/// </summary>
internal static class RopeConfigReader
{
    private const double DefaultTheta = 10000;

    /// <summary>Reads and checks the keys.</summary>
    /// <param name="file">The config's root.</param>
    /// <param name="headDim">Width of a head.</param>
    /// <param name="maxPositions"><c>max_position_embeddings</c>: what an absent original length means.</param>
    public static RopeConfig Read(ConfigObject file, int headDim, int maxPositions)
    {
        var rope = Section(file, "rope_scaling") ?? Section(file, "rope_parameters");
        var theta = rope?.Positive("rope_theta") ?? file.Positive("rope_theta") ?? DefaultTheta;
        RefusePartialRotation(file);
        if (rope is not { } keys)
            return new RopeConfig { Theta = theta };

        RefusePartialRotation(keys);
        var typeKey = keys.Has("rope_type") ? "rope_type" : "type";
        return keys.Text(typeKey) switch
        {
            null or "default" => new RopeConfig { Theta = theta },
            "linear" => new RopeConfig { Type = RopeType.Linear, Theta = theta, Factor = keys.RequiredPositive("factor") },
            "dynamic" => Dynamic(keys, theta, headDim),
            "yarn" => Yarn(keys, theta, OriginalLength(file, keys, maxPositions)),
            "llama3" => Llama3(keys, theta, OriginalLength(file, keys, maxPositions)),
            _ => throw keys.Unsupported(typeKey, "expected default, linear, dynamic, yarn or llama3"),
        };
    }

    private static ConfigObject? Section(ConfigObject file, string key) => file.Object(key) is { IsEmpty: false } section ? section : null;

    private static void RefusePartialRotation(ConfigObject keys)
    {
        if (keys.Positive("partial_rotary_factor") is not (null or 1.0))
            throw keys.Unsupported("partial_rotary_factor", "rotating a part of a head is not implemented; expected 1");
    }

    private static int OriginalLength(ConfigObject file, ConfigObject keys, int maxPositions) =>
        file.Int("original_max_position_embeddings", 1, int.MaxValue)
        ?? keys.Int("original_max_position_embeddings", 1, int.MaxValue)
        ?? maxPositions;

    private static RopeConfig Dynamic(ConfigObject keys, double theta, int headDim)
    {
        if (keys.Has("alpha"))
            throw keys.Unsupported("alpha", "this variant of dynamic scaling is not implemented; expected no such key");
        return headDim > 2
            ? new RopeConfig { Type = RopeType.Dynamic, Theta = theta, Factor = keys.RequiredPositive("factor") }
            : throw keys.Missing("rope_type", $"a head wider than {headDim} for dynamic scaling");
    }

    private static RopeConfig Yarn(ConfigObject keys, double theta, int originalLength)
    {
        if (keys.Has("mscale") && keys.Has("mscale_all_dim"))
            throw keys.Unsupported("mscale", "DeepSeek's attention scales are not implemented; expected no such key");
        if (keys.Bool("truncate") == false)
            throw keys.Unsupported("truncate", "untruncated correction ranges are not implemented; expected true");
        return new RopeConfig
        {
            Type = RopeType.Yarn,
            Theta = theta,
            Factor = keys.RequiredPositive("factor"),
            OriginalMaxPositionEmbeddings = originalLength,
            BetaFast = keys.Positive("beta_fast") ?? 32,
            BetaSlow = keys.Positive("beta_slow") ?? 1,
            AttentionFactor = keys.Positive("attention_factor"),
        };
    }

    private static RopeConfig Llama3(ConfigObject keys, double theta, int originalLength)
    {
        var low = keys.RequiredPositive("low_freq_factor");
        var high = keys.RequiredPositive("high_freq_factor");
        return low < high
            ? new RopeConfig
            {
                Type = RopeType.Llama3,
                Theta = theta,
                Factor = keys.RequiredPositive("factor"),
                OriginalMaxPositionEmbeddings = originalLength,
                LowFreqFactor = low,
                HighFreqFactor = high,
            }
            : throw keys.Unsupported("high_freq_factor", $"expected more than low_freq_factor {low}");
    }
}
