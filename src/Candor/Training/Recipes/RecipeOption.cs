namespace Candor.Training.Recipes;

/// <summary>An option that a training file may have.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its value is.</param>
/// <param name="Default">The value used where the file has none, as text; empty for none.</param>
/// <param name="Choices">The words of a <see cref="RecipeOptionKind.Choice"/>.</param>
public sealed record RecipeOption(string Name, RecipeOptionKind Kind, string Default, IReadOnlyList<string> Choices);
