using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>A base model of a study.</summary>
public sealed record BaseRecipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><c>model</c>: its folder.</summary>
    public required RecipePath Model { get; init; }

    /// <summary><c>vision_tower</c>: folder or name of its tower, or null for a model without sight.</summary>
    public RecipePath? VisionTower { get; init; }

    /// <summary><c>config</c>: a config.json from which it is planned where its weights are not there.</summary>
    public RecipePath? Config { get; init; }

    /// <summary><c>vision_config</c>: the same for its tower.</summary>
    public RecipePath? VisionConfig { get; init; }

    /// <summary><c>training</c>: options of every training from this base.</summary>
    public required IReadOnlyDictionary<string, RecipeEntry> Training { get; init; }
}
