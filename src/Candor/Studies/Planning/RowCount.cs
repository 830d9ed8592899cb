using Candor.Conversations.Import;
using Candor.Conversations.Reading;
using Candor.Studies.Recipes;

namespace Candor.Studies.Planning;

/// <summary>Rows of a set, counted or, where its file is not there, as the study file expects them.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Tokens">Tokens of their texts: a quarter of the characters, or as expected.</param>
/// <param name="Pictures">Rows with a picture.</param>
public sealed record RowCount(long Rows, long Tokens, long Pictures)
{
    private const int CharactersPerToken = 4;

    /// <summary>Counts a set; null where neither a file nor an expectation is there.</summary>
    /// <exception cref="InputException">The file is broken.</exception>
    public static RowCount? Of(StudyRecipe recipe, RowSetRecipe set)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        ArgumentNullException.ThrowIfNull(set);
        if (set.MatchedWith.Count > 0)
            return Matched(recipe, set);
        if (set.ExpectedRows is { } rows && set.ExpectedTokensPerRow is { } tokens && !File.Exists((set.Data ?? set.ImportedFrom)?.FullPath))
            return new RowCount(rows, (long)rows * tokens, set.TextTwinOf is null && RowSetFiles.Images(recipe, set) is not null ? rows : 0);
        if (set.Source is { } source)
            return Of(recipe, recipe.RowSet(source)) is { } made ? set.TextTwinOf is null ? made : made with { Pictures = 0 } : null;
        if (set.ImportedFrom is { } file)
            return File.Exists(file.FullPath) ? Imported(file.FullPath) : null;
        return File.Exists(set.Data!.FullPath) ? Count(set.Data.FullPath) : null;
    }

    /// <summary>Rows of another format are imported for good by a step; here into a file that goes again.</summary>
    private static RowCount Imported(string path)
    {
        var folder = Directory.CreateTempSubdirectory("candor-plan-");
        try
        {
            var rows = Path.Combine(folder.FullName, "rows.json");
            RowImporter.Import(path, rows);
            return Count(rows);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A set that is cut to another's size counts as the same part of its rows.</summary>
    private static RowCount? Matched(StudyRecipe recipe, RowSetRecipe set)
    {
        var group = set.MatchedWith.Prepend(set.Name)
            .Select(name => Of(recipe, recipe.RowSet(name) with { MatchedWith = [] })).OfType<RowCount>().ToList();
        if (group.Count <= set.MatchedWith.Count)
            return null;
        var part = group.Min(count => count.Tokens) / (double)Math.Max(1, group[0].Tokens);
        return new RowCount((long)(group[0].Rows * part), (long)(group[0].Tokens * part), (long)(group[0].Pictures * part));
    }

    private static RowCount Count(string path)
    {
        var (rows, characters, pictures) = (0L, 0L, 0L);
        foreach (var row in LlavaRowFile.Read(path))
        {
            rows++;
            characters += row.Turns.Sum(turn => (long)turn.Value.Length);
            pictures += row.Image is null ? 0 : 1;
        }

        return new RowCount(rows, characters / CharactersPerToken, pictures);
    }
}
