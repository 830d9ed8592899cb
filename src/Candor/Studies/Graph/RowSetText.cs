using Candor.Conversations;
using Candor.Studies.Recipes;

namespace Candor.Studies.Graph;

/// <summary>How a set of rows is made, in words.</summary>
internal static class RowSetText
{
    /// <summary>For keys: what is done, without names.</summary>
    public static string Kind(RowSetRecipe set)
    {
        if (set.ImportedFrom is not null)
            return "imported";
        if (set.TextTwinOf is not null)
            return "text twin, " + Form(set);
        return set.BlankImagesOf is not null ? "blank images" : "matched";
    }

    /// <summary>For people.</summary>
    public static string Describe(RowSetRecipe set)
    {
        if (set.ImportedFrom is { } file)
            return $"imported from {file.Text.Replace('\\', '/')}";
        if (set.TextTwinOf is { } text)
            return $"text-only twin of {text} ({Form(set)} form)";
        if (set.BlankImagesOf is { } pictures)
            return $"{pictures} with a plain picture in place of each one";
        return set.MatchedWith.Count > 0
            ? $"rows of the file, cut to as many supervised tokens as {string.Join(", ", set.MatchedWith)}"
            : "rows of the file";
    }

    private static string Form(RowSetRecipe set) => set.Form == TextTwinForm.Fair ? "fair" : "authors'";
}
