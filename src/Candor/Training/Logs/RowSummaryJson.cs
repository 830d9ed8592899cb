using Candor.Conversations.Auditing;
using Candor.Evaluation.Text;

namespace Candor.Training.Logs;

/// <summary>
/// Writes <c>rows.json</c> of a run's folder, which reports take their counts of rows from. The same rows and options give the same bytes.
/// <code>
/// {
///   "data_path": "instruct.json",     as in the training file
///   "model_max_length": 2048,
///   "rows": 48,                       in the file
///   "rows_trained": 47,               "rows" less "skipped"
///   "rows_with_image": 39,            of those trained; 0 in a run without vision tower
///   "tokens": 5012,                   of the rows trained, after the cut; a picture counts once
///   "targets": 1730,                  of those tokens
///   "skipped": TALLY,                 left out: picture missing or broken
///   "cut": TALLY,                     trained, but longer than model_max_length
///   "without_targets": TALLY,         nothing of them is trained
///   "notes": {"id seen before": TALLY, …}
/// }
/// TALLY: {"count": 1, "rows": [{"row": 3, "line": 5, "image": "a.jpg", "detail": "expected a picture, found no file"}]}
/// </code>
/// <c>row</c> counts from 0, <c>line</c> from 1; <c>image</c> and <c>detail</c> stand there where there is one. <c>rows</c> lists the first
/// <see cref="FindingTally.MaxListed"/>; <c>count</c> counts all.
/// </summary>
public static class RowSummaryJson
{
    /// <summary>The file's name.</summary>
    public const string FileName = "rows.json";

    /// <summary>Writes the file of a folder; it appears whole or not at all.</summary>
    public static void Write(string folder, RowSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        AtomicFile.Write(Path.Combine(folder, FileName), output =>
        {
            using (var json = new PythonJsonWriter(output, indented: true))
                Write(json, summary);
            output.WriteByte((byte)'\n');
        });
    }

    private static void Write(PythonJsonWriter json, RowSummary summary)
    {
        json.StartObject();
        json.Member("data_path", summary.DataPath);
        json.Member("model_max_length", summary.ModelMaxLength);
        json.Member("rows", summary.Rows);
        json.Member("rows_trained", summary.Trained.Rows);
        json.Member("rows_with_image", summary.RowsWithImage);
        json.Member("tokens", summary.Trained.Tokens);
        json.Member("targets", summary.Trained.Targets);
        Write(json, "skipped", summary.Skipped);
        Write(json, "cut", summary.Trained.Cut);
        Write(json, "without_targets", summary.Trained.WithoutTargets);
        json.Name("notes");
        json.StartObject();
        foreach (var (what, tally) in summary.Notes.ByWhat)
            Write(json, what, tally);
        json.EndObject();
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, string name, FindingTally tally)
    {
        json.Name(name);
        json.StartObject();
        json.Member("count", tally.Count);
        json.Name("rows");
        json.StartArray();
        foreach (var finding in tally.Listed)
            Write(json, finding);
        json.EndArray();
        json.EndObject();
    }

    private static void Write(PythonJsonWriter json, RowFinding finding)
    {
        json.StartObject();
        json.Member("row", finding.Place.Row);
        json.Member("line", finding.Place.Line);
        if (finding.Image is { } image)
            json.Member("image", image);
        if (finding.Detail is { } detail)
            json.Member("detail", detail);
        json.EndObject();
    }
}
