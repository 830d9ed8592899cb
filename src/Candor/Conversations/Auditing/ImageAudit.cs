namespace Candor.Conversations.Auditing;

/// <summary>Looks for every picture before training starts, not in the middle of it.</summary>
public static class ImageAudit
{
    /// <summary>Checks the pictures of all rows; one that several rows share is looked at once.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="imageFolder">What their <c>image</c> is relative to.</param>
    /// <param name="policy">Whether a bad picture stops the run.</param>
    /// <param name="findProblem">What is wrong with a file, or null; <see cref="ImageFile.FindProblem"/> where it is null itself.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="InputException">A picture is bad and the policy is to fail: rows and files are named.</exception>
    public static ImageAuditReport Run(
        IEnumerable<ConversationRow> rows,
        string imageFolder,
        BadImagePolicy policy,
        Func<string, string?>? findProblem = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(imageFolder);
        findProblem ??= ImageFile.FindProblem;
        var problems = new Dictionary<string, string?>(StringComparer.Ordinal);
        var kept = new List<ConversationRow>();
        var bad = new FindingTally();
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (row.Image is not { } image || ProblemOf(image) is not { } problem)
                kept.Add(row);
            else
                bad.Add(row.Place, $"{Path.Combine(imageFolder, image)}: {problem}");
        }

        return bad.Count == 0 || policy == BadImagePolicy.Skip
            ? new ImageAuditReport(kept, bad)
            : throw new InputException($"expected every picture to be there and readable (on_bad_image: fail), found {bad}");

        string? ProblemOf(string image)
        {
            if (!problems.TryGetValue(image, out var problem))
                problems.Add(image, problem = findProblem(Path.Combine(imageFolder, image)));
            return problem;
        }
    }
}
