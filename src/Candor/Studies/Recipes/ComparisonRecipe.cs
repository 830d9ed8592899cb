namespace Candor.Studies.Recipes;

/// <summary>Two arms to compare, on every base that has both.</summary>
/// <param name="Baseline">The arm compared with.</param>
/// <param name="Variant">The arm in question.</param>
/// <param name="Question">What the pair answers.</param>
public sealed record ComparisonRecipe(string Baseline, string Variant, string Question);
