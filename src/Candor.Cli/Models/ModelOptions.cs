namespace Candor.Cli.Models;

/// <summary>How a model computes, as the user said it.</summary>
internal sealed record ModelOptions
{
    /// <summary>What logs call the model, or null for its folder as the user wrote it.</summary>
    public string? Name { get; init; }

    /// <summary>The base model's folder of an adapter, or null.</summary>
    public string? BaseFolder { get; init; }

    /// <summary>The vision tower in place of the one that the model names, or null.</summary>
    public string? VisionTower { get; init; }

    /// <summary><c>auto</c>, <c>fp32</c>, <c>bf16</c> or <c>fp16</c>.</summary>
    public string Dtype { get; init; } = "auto";

    /// <summary>The device.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Threads to compute with, or null for one a core.</summary>
    public int? Threads { get; init; }

    /// <summary>Rows of a forward pass, or null for the engine's own choice.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The batch size as logs name it.</summary>
    public string BatchSizeText => BatchSize?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "auto";
}
