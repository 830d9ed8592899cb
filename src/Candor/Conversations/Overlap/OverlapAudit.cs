using System.Security.Cryptography;

namespace Candor.Conversations.Overlap;

/// <summary>
/// Looks for benchmark documents in training rows. Texts are compared as words (<see cref="WordSequence"/>): a document overlaps where a
/// stretch of so many of its words stands in one message of a row; a text with fewer words than that counts as one stretch, down to
/// <see cref="ShortestText"/> words, below which nothing is looked for. Paraphrases, translations and re-encoded pictures are not found.
/// </summary>
public sealed class OverlapAudit
{
    /// <summary>Words of a stretch by default, as in the contamination study of GPT-3 (Brown et al., 2020).</summary>
    public const int DefaultStretch = 13;

    /// <summary>Texts with fewer words say nothing: "Yes, it is." is in every set of rows.</summary>
    public const int ShortestText = 5;

    private readonly IReadOnlyList<BenchmarkItem> _items;
    private readonly WordSequence _words = new();
    private readonly SortedDictionary<int, Dictionary<string, List<int>>> _stretches = [];
    private readonly Dictionary<string, List<int>> _wholeTexts = new(StringComparer.Ordinal);
    private readonly PictureOverlap _pictures = new();
    private readonly bool[] _searched;
    private readonly OverlapFinding?[] _foundWhole, _foundStretch, _foundFile, _foundCoco;
    private readonly HashSet<string> _seenImages = new(StringComparer.Ordinal);

    /// <summary>Learns what to look for.</summary>
    /// <param name="items">The documents.</param>
    /// <param name="stretch">Words of a stretch.</param>
    /// <exception cref="InputException">The stretch is too short.</exception>
    public OverlapAudit(IReadOnlyList<BenchmarkItem> items, int stretch = DefaultStretch)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (stretch < ShortestText)
            throw new InputException($"words of a stretch: expected {ShortestText} or more, found {stretch}");
        _items = items;
        _searched = new bool[items.Count];
        (_foundWhole, _foundStretch, _foundFile, _foundCoco) = (New(), New(), New(), New());
        foreach (var (index, item) in items.Index())
        {
            _pictures.Learn(item, index);
            foreach (var text in item.Texts)
                Learn(_words.Learn(text), stretch, index);
        }

        OverlapFinding?[] New() => new OverlapFinding?[items.Count];
    }

    /// <summary>Looks at a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="imageFolder">What its picture is relative to, or null: then only names are compared.</param>
    /// <exception cref="InputException">Its picture cannot be read.</exception>
    public void Add(ConversationRow row, string? imageFolder)
    {
        ArgumentNullException.ThrowIfNull(row);
        foreach (var turn in row.Turns)
            Search(turn.Value.Replace(ImageTokens.Image, " ", StringComparison.Ordinal), row.Place);
        if (row.Image is not { } image || !_seenImages.Add(image))
            return;
        Mark(_foundCoco, _pictures.FindCoco(image), row.Place, image);
        if (imageFolder is not null && _pictures.NeedsDigests)
            Mark(_foundFile, _pictures.FindFile(Digest(Path.Combine(imageFolder, image))), row.Place, image);
    }

    /// <summary>What was found, a report a benchmark, in the order in which they were given.</summary>
    public IReadOnlyList<OverlapReport> Report() =>
    [
        .. Enumerable.Range(0, _items.Count).GroupBy(index => _items[index].Benchmark, StringComparer.Ordinal).Select(group => new OverlapReport
        {
            Benchmark = group.Key,
            Documents = group.Count(),
            Searched = group.Count(index => _searched[index]),
            WithPicture = group.Count(index => _items[index].ImageName is not null),
            WholeTexts = Found(group, _foundWhole),
            Stretches = Found(group, _foundStretch),
            SameFile = Found(group, _foundFile),
            SameCocoNumber = Found(group, _foundCoco),
        }),
    ];

    private static List<OverlapFinding> Found(IEnumerable<int> documents, OverlapFinding?[] findings) =>
        [.. documents.Select(index => findings[index]).OfType<OverlapFinding>()];

    private void Learn(string text, int stretch, int document)
    {
        var count = text.Length / WordSequence.Width;
        if (count < ShortestText)
            return;
        _searched[document] = true;
        Add(_wholeTexts, text, document);
        var length = Math.Min(count, stretch);
        if (!_stretches.TryGetValue(length, out var known))
            _stretches.Add(length, known = new Dictionary<string, List<int>>(StringComparer.Ordinal));
        for (var start = 0; start + length <= count; start++)
            Add(known, text.Substring(start * WordSequence.Width, length * WordSequence.Width), document);
    }

    private static void Add(Dictionary<string, List<int>> index, string key, int document)
    {
        if (!index.TryGetValue(key, out var documents))
            index.Add(key, documents = []);
        if (documents.Count == 0 || documents[^1] != document)
            documents.Add(document);
    }

    private void Search(string message, RowPlace place)
    {
        var words = _words.Read(message);
        if (_wholeTexts.TryGetValue(words, out var whole))
            whole.ForEach(document => Mark(_foundWhole, document, place, WordSequence.Normalize(message)));
        foreach (var (length, known) in _stretches)
        {
            var lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
            for (var start = 0; (start + length) * WordSequence.Width <= words.Length; start++)
            {
                if (!lookup.TryGetValue(words.AsSpan(start * WordSequence.Width, length * WordSequence.Width), out var documents))
                    continue;
                var shared = string.Join(' ', WordSequence.Normalize(message).Split(' ').Skip(start).Take(length));
                documents.ForEach(document => Mark(_foundStretch, document, place, shared));
            }
        }
    }

    private void Mark(OverlapFinding?[] findings, int? document, RowPlace place, string what)
    {
        if (document is { } index)
            findings[index] ??= new OverlapFinding(_items[index].Number, place, what);
    }

    private static string Digest(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{path}: expected a readable picture: {error.Message}", error);
        }
    }
}
