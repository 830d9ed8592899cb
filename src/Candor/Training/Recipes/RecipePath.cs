namespace Candor.Training.Recipes;

/// <summary>A file or folder that a training file names.</summary>
/// <param name="Text">As written; this is what saved configurations repeat.</param>
/// <param name="FullPath">Resolved against the training file's folder, or against the current one where it came from the command line.</param>
/// <param name="Folder">The folder that it was resolved against.</param>
public sealed record RecipePath(string Text, string FullPath, string Folder = "");
