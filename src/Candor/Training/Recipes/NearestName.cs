namespace Candor.Training.Recipes;

/// <summary>Finds the name that a misspelled one was meant to be.</summary>
internal static class NearestName
{
    /// <summary>The candidate with the fewest edits (insertions, deletions, replacements of a character), the first of equals.</summary>
    public static string Of(string name, IEnumerable<string> candidates) =>
        candidates.Order(StringComparer.Ordinal).MinBy(candidate => Edits(name, candidate)) ?? "";

    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var letter in from)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < to.Length; j++)
            {
                var replaced = diagonal + (letter == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
