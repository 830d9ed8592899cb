using System.Text.Encodings.Web;
using System.Text.Json;

namespace Candor.Training.Logs;

/// <summary>Writes and reads <c>rows_report.json</c>.</summary>
public static class RowsReportJson
{
    private const long MaxBytes = 64 << 20;

    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the file of a run's folder; it appears whole or not at all.</summary>
    public static void Write(string folder, RowsReport report) => AtomicFile.Write(Path.Combine(folder, RowsReport.FileName), output =>
    {
        JsonSerializer.Serialize(output, report, s_options);
        output.WriteByte((byte)'\n');
    });

    /// <summary>Reads the file of a run's folder; null where there is none.</summary>
    /// <exception cref="InputException">It is no such file.</exception>
    public static RowsReport? Find(string folder)
    {
        var path = Path.Combine(folder, RowsReport.FileName);
        if (!File.Exists(path))
            return null;
        if (new FileInfo(path).Length > MaxBytes)
            throw new InputException($"{path}: expected at most {MaxBytes} bytes, found more");
        try
        {
            return JsonSerializer.Deserialize<RowsReport>(File.ReadAllBytes(path), s_options)
                ?? throw new InputException($"{path}: expected an object, found null");
        }
        catch (JsonException problem)
        {
            throw new InputException($"{path}: line {problem.LineNumber + 1}: not a report on rows: {problem.Path}", problem);
        }
    }
}
