namespace Candor.Training.Recipes;

/// <summary>Low-rank adapters on every linear layer of the language model but <c>lm_head</c>.</summary>
public sealed record RecipeLora
{
    /// <summary><c>lora_r</c>: the rank.</summary>
    public required int Rank { get; init; }

    /// <summary><c>lora_alpha</c>: the adapter's product is scaled by alpha / r.</summary>
    public required int Alpha { get; init; }

    /// <summary><c>lora_dropout</c>: of the adapter's input.</summary>
    public required double Dropout { get; init; }

    /// <summary><c>lora_bias</c>: <c>none</c>, <c>all</c> or <c>lora_only</c>; a LLaMA has no biases, so only the saved configuration differs.</summary>
    public required string Bias { get; init; }
}
