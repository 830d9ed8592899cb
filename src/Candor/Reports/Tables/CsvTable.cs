using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Candor.Reports.Tables;

/// <summary>A table as a CSV file: RFC 4180 with line feeds, a heading, every column, every digit.</summary>
internal static class CsvTable
{
    /// <summary>The file's text.</summary>
    public static string Text(ReportTable table)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" }, leaveOpen: true))
        {
            int[] columns = [.. table.Columns.Index().Where(column => !column.Item.IsForPages).Select(column => column.Index)];
            foreach (var i in columns)
                csv.WriteField(table.Columns[i].Key);
            csv.NextRecord();
            foreach (var row in table.Rows)
            {
                foreach (var i in columns)
                    csv.WriteField(row[i].Exact ?? row[i].Text);
                csv.NextRecord();
            }
        }

        return text.ToString();
    }
}
