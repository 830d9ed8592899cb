namespace Candor.Conversations.Auditing;

/// <summary>Looks at every picture before training starts, so that none fails in the middle of it.</summary>
public static class ImageAudit
{
    /// <summary>Each thread holds a decoded picture, which may have <see cref="Images.ImageDecoder.MaxPixels"/>.</summary>
    private const int MaxThreads = 16;

    /// <summary>Checks the pictures of all rows, several at once; one that several rows share is looked at once.</summary>
    /// <param name="rows">The rows of the run.</param>
    /// <param name="imageFolder">What their <c>image</c> is relative to.</param>
    /// <param name="policy">Whether a bad picture stops the run.</param>
    /// <param name="findProblem">
    /// What is wrong with a file, or null; may be called from several threads. <see cref="ImageFile.FindProblem"/> where it is null itself.
    /// </param>
    /// <param name="progress">Told of pictures looked at and their number, never from two threads at once.</param>
    /// <param name="cancellation">Checked between pictures.</param>
    /// <exception cref="InputException">A picture is bad and the policy is to fail: rows and files are named.</exception>
    public static ImageAuditReport Run(
        IEnumerable<ConversationRow> rows,
        string imageFolder,
        BadImagePolicy policy,
        Func<string, string?>? findProblem = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(imageFolder);
        var all = rows.ToList();
        string[] images = [.. all.Select(row => row.Image).OfType<string>().Distinct(StringComparer.Ordinal)];
        var problems = FindProblems(images, imageFolder, findProblem ?? (path => ImageFile.FindProblem(path)), progress, cancellation);
        var kept = new List<ConversationRow>();
        var bad = new FindingTally();
        foreach (var row in all)
        {
            if (row.Image is not { } image || problems[image] is not { } problem)
                kept.Add(row);
            else
                bad.Add(new RowFinding(row.Place, problem, image));
        }

        return bad.Count == 0 || policy == BadImagePolicy.Skip
            ? new ImageAuditReport(kept, bad)
            : throw new InputException($"expected every picture to be readable in {imageFolder} (on_bad_image: fail), found {bad}");
    }

    private static Dictionary<string, string?> FindProblems(
        string[] images, string folder, Func<string, string?> findProblem, Action<int, int>? progress, CancellationToken cancellation)
    {
        var found = new string?[images.Length];
        var (gate, done) = (new Lock(), 0);
        var options = new ParallelOptions
        {
            CancellationToken = cancellation,
            MaxDegreeOfParallelism = Math.Min(Environment.ProcessorCount, MaxThreads),
        };
        Parallel.For(0, images.Length, options, index =>
        {
            found[index] = findProblem(Path.Combine(folder, images[index]));
            lock (gate)
                progress?.Invoke(++done, images.Length);
        });
        return images.Zip(found).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
    }
}
