namespace Candor.Reports.Tables;

/// <summary>
/// A table of the report. The HTML page, the Markdown page and the CSV file are three renderings of this one object, so they cannot disagree.
/// </summary>
public sealed record ReportTable
{
    /// <summary>The CSV file's name without its ending, and the table's anchor.</summary>
    public required string Name { get; init; }

    /// <summary>What the table shows.</summary>
    public required string Caption { get; init; }

    /// <summary>The columns.</summary>
    public required IReadOnlyList<ReportColumn> Columns { get; init; }

    /// <summary>The rows; one cell a column.</summary>
    public required IReadOnlyList<IReadOnlyList<ReportCell>> Rows { get; init; }
}

/// <summary>A column.</summary>
/// <param name="Key">Its name in the CSV file.</param>
/// <param name="Title">Its heading on pages.</param>
public sealed record ReportColumn(string Key, string Title)
{
    /// <summary>Whether it holds numbers, set flush right with tabular numerals.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether it names the row.</summary>
    public bool IsRowHeader { get; init; }

    /// <summary>Whether equal values one below the other become one heading over their rows on pages.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Whether it is in the CSV file only: long digests, paths of logs, parts of what pages show in one cell.</summary>
    public bool IsForMachines { get; init; }

    /// <summary>Whether it is on pages only: what the CSV file has in parts.</summary>
    public bool IsForPages { get; init; }
}

/// <summary>A cell.</summary>
/// <param name="Text">As pages show it.</param>
/// <param name="Exact">As the CSV file has it, with every digit; the same as <paramref name="Text"/> where it is null.</param>
public readonly record struct ReportCell(string Text, string? Exact = null)
{
    /// <summary>A text.</summary>
    public static implicit operator ReportCell(string? text) => ToReportCell(text);

    /// <summary>A text.</summary>
    public static ReportCell ToReportCell(string? text) => new(text ?? "–", text ?? "");

    /// <summary>A whole number, or a dash.</summary>
    public static ReportCell Whole(long? value) => value is { } number ? new(Numbers.Whole(number)) : new("–", "");

    /// <summary>A share shown in percent; the CSV file has the share.</summary>
    public static ReportCell Percent(double? share) => new(share is { } value ? Numbers.Percent(value) : "–", Numbers.Exact(share));

    /// <summary>A number with four significant digits.</summary>
    public static ReportCell Number(double? value) => new(value is { } number ? Numbers.Significant(number) : "–", Numbers.Exact(value));
}
