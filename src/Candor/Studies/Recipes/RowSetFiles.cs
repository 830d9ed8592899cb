namespace Candor.Studies.Recipes;

/// <summary>Where the rows and pictures of a set lie.</summary>
internal static class RowSetFiles
{
    /// <summary>Whether the study makes the file.</summary>
    public static bool IsMade(RowSetRecipe set) => set.Source is not null || set.ImportedFrom is not null || set.MatchedWith.Count > 0;

    /// <summary>The file of rows, a full path.</summary>
    public static string Data(StudyRecipe recipe, RowSetRecipe set) =>
        IsMade(set) ? StudyFolders.Full(recipe, StudyFolders.Rows(set.Name)) : set.Data!.FullPath;

    /// <summary>The folder of the pictures, a full path; null where no set on the way names one.</summary>
    public static string? Images(StudyRecipe recipe, RowSetRecipe set)
    {
        if (set.BlankImagesOf is not null)
            return StudyFolders.Full(recipe, StudyFolders.BlankImages(set.Name));
        return set.ImageFolder?.FullPath ?? (set.Source is { } source ? Images(recipe, recipe.RowSet(source)) : null);
    }
}
