namespace Candor.Torch.Training;

/// <summary>Low-rank adapters by the names of PEFT's configuration.</summary>
public sealed record LoraOptions
{
    /// <summary>The seven projections of a decoder layer: what the reference finds by looking for linear layers.</summary>
    public static IReadOnlyList<string> AllProjections { get; } =
        ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"];

    /// <summary><c>r</c>.</summary>
    public int Rank { get; init; } = 64;

    /// <summary><c>lora_alpha</c>; the update is scaled by alpha / r.</summary>
    public double Alpha { get; init; } = 16;

    /// <summary><c>lora_dropout</c>.</summary>
    public double Dropout { get; init; } = 0.05;

    /// <summary><c>target_modules</c>: last components of the names of layers that get an adapter.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = AllProjections;
}
