namespace Candor.Evaluation.Metrics;

/// <summary>
/// ETHICS's em: the share of groups of related documents that are right throughout. As 2023's harness computes it: documents sorted by
/// group (stably), cut into consecutive blocks of the group's size, an incomplete rest dropped; so under a limit a block may mix groups.
/// </summary>
/// <param name="Size">Documents in a group.</param>
public sealed record GroupExactMatch(int Size)
{
    /// <summary>Its key in result files.</summary>
    public const string Name = "em";

    /// <summary>For each block 1 where every document in it is right, else 0.</summary>
    /// <param name="groups">Each document's group.</param>
    /// <param name="correct">Each document's accuracy, 0 or 1.</param>
    public double[] Blocks(IReadOnlyList<int> groups, IReadOnlyList<double> correct)
    {
        var sorted = Enumerable.Range(0, groups.Count).OrderBy(i => groups[i]).Select(i => correct[i]);
        return [.. sorted.Chunk(Size).Where(block => block.Length == Size).Select(block => block.All(value => value == 1) ? 1.0 : 0.0)];
    }
}
