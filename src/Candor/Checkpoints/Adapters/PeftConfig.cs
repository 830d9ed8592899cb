namespace Candor.Checkpoints.Adapters;

/// <summary>What <c>adapter_config.json</c> says about a LoRA adapter, in the names of PEFT's <c>LoraConfig</c> (versions 0.4 to 0.21).</summary>
public sealed record PeftConfig
{
    /// <summary>The model it was trained on, as that machine called it.</summary>
    public string? BaseModelNameOrPath { get; init; }

    /// <summary>Rank of the update.</summary>
    public required int R { get; init; }

    /// <summary>The update is scaled by this over the rank, or over its root.</summary>
    public required double LoraAlpha { get; init; }

    /// <summary>Names of adapted modules, or their ends; empty where a pattern chooses them.</summary>
    public IReadOnlyList<string> TargetModules { get; init; } = [];

    /// <summary>A regular expression for the whole names of adapted modules, or null.</summary>
    public string? TargetPattern { get; init; }

    /// <summary>Names, or their ends, of modules that are not adapted after all.</summary>
    public IReadOnlyList<string> ExcludeModules { get; init; } = [];

    /// <summary>A regular expression for the whole names of modules that are not adapted, or null.</summary>
    public string? ExcludePattern { get; init; }

    /// <summary>Indices of the layers that are adapted; empty for all.</summary>
    public IReadOnlyList<int> LayersToTransform { get; init; } = [];

    /// <summary>What stands before a layer's index in a name, such as <c>layers</c>; empty for anything.</summary>
    public IReadOnlyList<string> LayersPattern { get; init; } = [];

    /// <summary>Ranks of modules by regular expressions for the ends of their names; the first that fits counts.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> RankPattern { get; init; } = [];

    /// <summary>Alphas of modules, in the same way.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> AlphaPattern { get; init; } = [];

    /// <summary>Whether the scale is alpha over the root of the rank.</summary>
    public bool UseRslora { get; init; }

    /// <summary>Whether the rows' lengths are trained apart from their directions.</summary>
    public bool UseDora { get; init; }

    /// <summary>Whether B has a bias.</summary>
    public bool LoraBias { get; init; }

    /// <summary>Which biases of the base model are in the file: <c>none</c>, <c>all</c> or <c>lora_only</c> (those of adapted modules).</summary>
    public string Bias { get; init; } = "none";

    /// <summary>Ends of the names of modules that are in the file whole.</summary>
    public IReadOnlyList<string> ModulesToSave { get; init; } = [];

    /// <summary>Keys that no version known here has; they were not taken into account.</summary>
    public IReadOnlyList<string> UnknownKeys { get; init; } = [];
}
