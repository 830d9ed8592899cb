using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Candor.Evaluation.Data;

/// <summary>
/// Reads the CSV files of ETHICS exactly: RFC 4180 quoting, line breaks in quoted cells as they are, nothing trimmed (prompts carry the
/// spaces at the ends of cells), blank lines skipped, as Python's <c>csv</c> module reads them for the harness.
/// </summary>
internal static class EthicsCsv
{
    /// <summary>Reads all rows.</summary>
    /// <param name="file">The file.</param>
    /// <param name="columns">Names of the columns, in order.</param>
    /// <param name="hasHeader">Whether the first record names the columns.</param>
    /// <exception cref="InputException">A header, a number of cells or a quoting that does not fit, with file and row.</exception>
    public static IEnumerable<EthicsRow> Read(DataFile file, IReadOnlyList<string> columns, bool hasHeader = true)
    {
        using var parser = new CsvParser(new StringReader(file.ReadText()), Configuration(file.FullPath));
        if (hasHeader && (!Next(parser, file) || !parser.Record!.SequenceEqual(columns)))
            throw new InputException($"{file.FullPath}: expected the header {string.Join(',', columns)}, found {Header(parser)}");

        for (var index = 0; Next(parser, file); index++)
        {
            var cells = parser.Record!;
            if (cells.Length != columns.Count)
                throw new InputException($"{file.FullPath}: row {parser.Row}: expected {columns.Count} cells, found {cells.Length}");
            yield return new EthicsRow(file.FullPath, parser.Row, index, columns, cells);
        }
    }

    private static CsvConfiguration Configuration(string path) => new(CultureInfo.InvariantCulture)
    {
        HasHeaderRecord = false,
        Mode = CsvMode.RFC4180,
        TrimOptions = TrimOptions.None,
        IgnoreBlankLines = true,
        AllowComments = false,
        BadDataFound = args => throw new InputException(
            $"{path}: row {args.Context.Parser!.Row}: expected RFC 4180 quoting, found {Shorten(args.Field.ReplaceLineEndings(" ").Trim())}"),
    };

    private static bool Next(CsvParser parser, DataFile file)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException e)
        {
            throw new InputException($"{file.FullPath}: row {parser.Row}: cannot be read as CSV: {e.GetType().Name}", e);
        }
    }

    private static string Header(CsvParser parser) => parser.Record is { } record ? Shorten(string.Join(',', record)) : "an empty file";

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
