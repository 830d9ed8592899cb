using System.Text.Json;
using Candor.Evaluation.Comparison.Readers;
using Candor.Training.Logs;

namespace Candor.Reports.Facts;

/// <summary>What became of the rows of a training, from <c>rows.json</c> in its folder.</summary>
public sealed record RowLog
{
    /// <summary>Rows in the file.</summary>
    public long? Rows { get; init; }

    /// <summary>Rows trained on.</summary>
    public long? RowsTrained { get; init; }

    /// <summary>Positions of the rows trained, after the cut.</summary>
    public long? Tokens { get; init; }

    /// <summary>Those of them that are trained.</summary>
    public long? Targets { get; init; }

    /// <summary>What was found: rows left out, cut, without effect, odd.</summary>
    public required IReadOnlyList<RowLogFinding> Findings { get; init; }

    /// <summary>Reads the file of a run's folder; null where there is none.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    public static RowLog? Find(string folder)
    {
        var path = Path.Combine(folder, RowSummaryJson.FileName);
        if (!File.Exists(path))
            return null;
        using var document = JsonFiles.ReadObject(path);
        var root = document.RootElement;
        return new RowLog
        {
            Rows = root.Get("rows")?.Whole(),
            RowsTrained = root.Get("rows_trained")?.Whole(),
            Tokens = root.Get("tokens")?.Whole(),
            Targets = root.Get("targets")?.Whole(),
            Findings = [.. ReadFindings(root)],
        };
    }

    private static IEnumerable<RowLogFinding> ReadFindings(JsonElement root)
    {
        var cut = $"rows cut at {root.Text("model_max_length")} tokens";
        foreach (var (key, what) in new[]
        {
            ("skipped", "rows left out: picture missing or broken"), ("cut", cut), ("without_targets", "rows of which nothing is trained"),
        })
        {
            if (root.Get(key) is { } tally)
                yield return Finding(what, tally);
        }

        if (root.Get("notes") is not { ValueKind: JsonValueKind.Object } notes)
            yield break;
        foreach (var note in notes.EnumerateObject())
            yield return Finding("odd rows, trained all the same: " + note.Name, note.Value);
    }

    private static RowLogFinding Finding(string what, JsonElement tally)
    {
        var rows = tally.Get("rows") is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().ToArray() : [];
        return new RowLogFinding(what, tally.Get("count")?.Whole() ?? rows.Length, [.. rows.Select(Place)]);
    }

    private static string Place(JsonElement row)
    {
        var details = new[] { row.Text("image"), row.Text("detail") }.OfType<string>().Select(detail => ": " + detail);
        return $"row {row.Text("row")} (line {row.Text("line")}){string.Concat(details)}";
    }
}

/// <summary>Rows with one thing in common.</summary>
/// <param name="What">What they have in common.</param>
/// <param name="Count">How many.</param>
/// <param name="Places">Each, as far as the log names them.</param>
public sealed record RowLogFinding(string What, long Count, IReadOnlyList<string> Places);
