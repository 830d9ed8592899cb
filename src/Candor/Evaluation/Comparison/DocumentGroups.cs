namespace Candor.Evaluation.Comparison;

/// <summary>The groups of paired documents that are not independent, numbered from 0 in order of appearance.</summary>
internal static class DocumentGroups
{
    /// <summary>
    /// For each pair its group's number; null where the documents have no groups, or each is alone in its group, or all are in one. A
    /// document without a group is one of its own.
    /// </summary>
    public static int[]? Of(IReadOnlyList<(DocumentScore A, DocumentScore B)> pairs)
    {
        var numbers = new Dictionary<string, int>();
        var next = 0;
        var groups = new int[pairs.Count];
        for (var i = 0; i < groups.Length; i++)
        {
            if ((pairs[i].A.Group ?? pairs[i].B.Group) is not { } name)
                groups[i] = next++;
            else if (numbers.TryGetValue(name, out var number))
                groups[i] = number;
            else
                numbers[name] = groups[i] = next++;
        }

        return next == groups.Length || next <= 1 ? null : groups;
    }

    /// <summary>The sum of the values of each group.</summary>
    public static double[] Sums(ReadOnlySpan<double> values, ReadOnlySpan<int> groups)
    {
        var sums = new double[Statistics.ClusteredError.ClusterCount(groups)];
        for (var i = 0; i < values.Length; i++)
            sums[groups[i]] += values[i];
        return sums;
    }
}
