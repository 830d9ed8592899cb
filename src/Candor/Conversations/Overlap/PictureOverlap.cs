using System.Text.RegularExpressions;

namespace Candor.Conversations.Overlap;

/// <summary>Benchmark pictures among training rows: the same file by SHA-256, or the same COCO number in both names.</summary>
internal sealed partial class PictureOverlap
{
    private readonly Dictionary<string, int> _byDigest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _byCocoNumber = new(StringComparer.Ordinal);

    /// <summary>Takes a picture of the benchmark; of several documents about one picture the first counts.</summary>
    public void Learn(BenchmarkItem item, int index)
    {
        if (item.ImageSha256 is { } digest)
            _byDigest.TryAdd(digest, index);
        if (item.ImageName is { } name && CocoNumber(name) is { } number)
            _byCocoNumber.TryAdd(number, index);
    }

    /// <summary>Whether a picture's bytes matter, which are slow to read.</summary>
    public bool NeedsDigests => _byDigest.Count > 0;

    /// <summary>The document with the same file.</summary>
    public int? FindFile(string digest) => _byDigest.TryGetValue(digest, out var index) ? index : null;

    /// <summary>The document with the same COCO number.</summary>
    public int? FindCoco(string name) => CocoNumber(name) is { } number && _byCocoNumber.TryGetValue(number, out var index) ? index : null;

    /// <summary>COCO keeps a picture's number through its yearly splits: COCO_val2014_000000525439.jpg is 000000525439.jpg of 2017.</summary>
    private static string? CocoNumber(string name) => CocoName().Match(name) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex("""(?:^|[/\\_])(\d{12})\.(?:jpg|jpeg|png)$""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CocoName();
}
