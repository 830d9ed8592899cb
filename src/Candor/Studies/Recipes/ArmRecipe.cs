using Candor.Training.Recipes;

namespace Candor.Studies.Recipes;

/// <summary>A way of tuning every base, or some of them.</summary>
public sealed record ArmRecipe
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The row set.</summary>
    public required string Rows { get; init; }

    /// <summary><c>seeds</c>: one training each; null for the one seed of the options.</summary>
    public IReadOnlyList<int>? Seeds { get; init; }

    /// <summary><c>bases</c>: those it is made of, or null for all.</summary>
    public IReadOnlyList<string>? Bases { get; init; }

    /// <summary>Its own options, which go before the base's and the study's.</summary>
    public required IReadOnlyDictionary<string, RecipeEntry> Options { get; init; }

    /// <summary>Whether it is made of a base.</summary>
    public bool Tunes(BaseRecipe model) => Bases is null || Bases.Contains(model.Name, StringComparer.Ordinal);
}
