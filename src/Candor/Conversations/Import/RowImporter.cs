using Candor.Conversations.Reading;

namespace Candor.Conversations.Import;

/// <summary>Reads the row formats of the field into LLaVA's.</summary>
public static class RowImporter
{
    /// <summary>The more specific first: every llava-qa row is an alpaca row too.</summary>
    private static readonly IRowFormat[] s_formats =
        [new ConversationsFormat(), new MessagesFormat(), new LlavaInstructFormat(), new AlpacaFormat(), new QueryResponseFormat()];

    /// <summary>The names of the formats.</summary>
    public static IEnumerable<string> FormatNames => s_formats.Select(format => format.Name);

    /// <summary>Imports a file.</summary>
    /// <param name="source">A JSON array, or a row a line.</param>
    /// <param name="target">LLaVA JSON; overwritten when the import succeeds.</param>
    /// <param name="formatName">The format, or null to go by the first row.</param>
    /// <param name="cancellation">Checked between rows.</param>
    /// <exception cref="InputException">The file is no list of rows, of no known format, or all rows were dropped.</exception>
    public static ImportReport Import(string source, string target, string? formatName = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        var format = formatName is null ? Recognise(source) : Find(formatName);
        var report = new ImportReport { Format = format.Name };
        report.Kept = LlavaRowWriter.Write(target, Read(source, format, report, cancellation), requiresRows: true);
        return report;
    }

    private static IRowFormat Find(string name) => Array.Find(s_formats, format => format.Name == name)
        ?? throw new InputException($"format: expected one of {string.Join(", ", FormatNames)}, found '{name}'");

    private static IRowFormat Recognise(string source)
    {
        foreach (var row in JsonRowReader.Read(source))
        {
            var fields = new RowFields(row.Place, "", row.Value);
            return Array.Find(s_formats, format => format.Recognises(fields)) ?? throw new InputException(
                $"{row.Place}: expected the keys of one of the formats {string.Join(", ", FormatNames)}, found {fields.Keys}");
        }

        throw new InputException($"{source}: expected rows, found none");
    }

    private static IEnumerable<ConversationRow> Read(string source, IRowFormat format, ImportReport report, CancellationToken cancellation)
    {
        var finisher = new RowFinisher(report.Notes, report.Dropped);
        foreach (var row in JsonRowReader.Read(source))
        {
            cancellation.ThrowIfCancellationRequested();
            report.Rows++;
            if (TryRead(row, format, report) is not { } draft)
                continue;
            if (finisher.Finish(draft, row.Place, fallbackId: $"{format.Name}-{row.Place.Row}") is { } finished)
                yield return finished;
        }
    }

    private static RowDraft? TryRead(JsonRow row, IRowFormat format, ImportReport report)
    {
        var draft = new RowDraft();
        try
        {
            format.Read(new RowFields(row.Place, "", row.Value), draft);
            return draft;
        }
        catch (InputException error)
        {
            // One odd row in a hundred thousand must not lose the rest; it is counted and named.
            report.Dropped.Add("not of the format", row.Place, error.Message[(row.Place.ToString().Length + 2)..]);
            return null;
        }
    }
}
