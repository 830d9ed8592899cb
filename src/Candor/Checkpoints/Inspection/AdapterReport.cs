namespace Candor.Checkpoints.Inspection;

/// <summary>A PEFT adapter, as <c>adapter_config.json</c> describes it.</summary>
public sealed record AdapterReport
{
    /// <summary><c>peft_type</c>, such as <c>LORA</c>.</summary>
    public string? PeftType { get; init; }

    /// <summary><c>base_model_name_or_path</c>: the model it was trained on.</summary>
    public string? Base { get; init; }

    /// <summary>The rank.</summary>
    public int? R { get; init; }

    /// <summary><c>lora_alpha</c>: the update is scaled by this over the rank.</summary>
    public double? LoraAlpha { get; init; }

    /// <summary>Names, or one pattern, of the modules that are adapted.</summary>
    public required IReadOnlyList<string> TargetModules { get; init; }

    /// <summary>Whether the scale is <c>lora_alpha / √r</c> instead.</summary>
    public bool UseRslora { get; init; }

    /// <summary>Whether magnitudes are trained apart from directions.</summary>
    public bool UseDora { get; init; }

    internal static AdapterReport Read(string path)
    {
        var file = ConfigObject.Read(path);
        return new AdapterReport
        {
            PeftType = file.Text("peft_type"),
            Base = file.Text("base_model_name_or_path"),
            R = file.Int("r", 1, int.MaxValue),
            LoraAlpha = file.Positive("lora_alpha"),
            TargetModules = file.TextOrList("target_modules"),
            UseRslora = file.Bool("use_rslora") ?? false,
            UseDora = file.Bool("use_dora") ?? false,
        };
    }
}
