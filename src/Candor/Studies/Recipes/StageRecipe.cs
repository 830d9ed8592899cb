using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>Stage 1: the projector is trained on captions, once a base.</summary>
public sealed record StageRecipe
{
    /// <summary>The row set.</summary>
    public required string Rows { get; init; }

    /// <summary>Its options.</summary>
    public required IReadOnlyDictionary<string, RecipeEntry> Options { get; init; }
}
