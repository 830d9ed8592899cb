using System.Globalization;
using Candor.Studies.Manifest;
using CsvHelper;
using CsvHelper.Configuration;

namespace Candor.Studies.Recipes;

/// <summary>Reads the CSV file of <c>reference_figures</c>: columns arm, task, metric, value, standard_error (may be empty) and source.</summary>
internal static class ReferenceFigures
{
    private const long MaxBytes = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is absent, too large, or a row is broken; the message names the line.</exception>
    public static IReadOnlyList<StudyReference> Read(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: <= MaxBytes })
            throw new InputException($"{path}: expected a CSV file of at most {MaxBytes} bytes, found none or a larger one");
        using var reader = new StreamReader(path);
        using var csv = new CsvReader(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null });
        try
        {
            return Read(csv, path);
        }
        catch (CsvHelperException problem)
        {
            throw new InputException($"{path}: line {csv.Parser.RawRow}: expected comma-separated values: {problem.GetType().Name}", problem);
        }
    }

    private static List<StudyReference> Read(CsvReader csv, string path)
    {
        var figures = new List<StudyReference>();
        csv.Read();
        csv.ReadHeader();
        while (csv.Read())
        {
            figures.Add(new StudyReference
            {
                Arm = Text("arm"),
                Task = Text("task"),
                Metric = Text("metric"),
                Value = Number("value") ?? throw Wrong("value", "a number", ""),
                StandardError = Number("standard_error"),
                Source = Text("source"),
            });
        }

        return figures;

        string Text(string column) =>
            csv.TryGetField<string>(column, out var text) && text is { Length: > 0 } ? text : throw Wrong(column, "a text", "");

        double? Number(string column)
        {
            if (!csv.TryGetField<string>(column, out var text) || text is null or "")
                return null;
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
                ? value
                : throw Wrong(column, "a number", text);
        }

        InputException Wrong(string column, string expected, string found) =>
            new($"{path}: line {csv.Parser.RawRow}: {column}: expected {expected}, found {(found.Length == 0 ? "nothing" : found)}");
    }
}
