namespace Candor.Training.Recipes;

/// <summary>One key of a training file, or of the command line after it.</summary>
/// <param name="Key">The option's name.</param>
/// <param name="Text">The value as written, or null for an empty one, which stands for the default.</param>
/// <param name="Place">Where it stands, as errors name it: <c>stage1.yaml: line 3</c>.</param>
/// <param name="Folder">The folder that a relative path starts from.</param>
public sealed record RecipeEntry(string Key, string? Text, string Place, string Folder);
