using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>A table on the page, in a region of its own that scrolls where the screen is too narrow.</summary>
internal static class HtmlTable
{
    /// <summary>Writes it; nothing where it has no rows.</summary>
    public static void Write(HtmlWriter html, ReportTable table)
    {
        if (table.Rows.Count == 0)
            return;
        int[] columns = [.. table.Columns.Index().Where(column => column.Item is { IsForMachines: false, IsGroup: false }).Select(column => column.Index)];
        var caption = "caption-" + table.Name;
        using (html.Open("div", ("class", "table"), ("id", "table-" + table.Name)))
        {
            using (html.Open("div", ("class", "scroll"), ("role", "region"), ("aria-labelledby", caption), ("tabindex", "0")))
            using (html.Open("table"))
            {
                html.Element("caption", table.Caption, ("id", caption));
                WriteHead(html, table, columns);
                WriteBody(html, table, columns);
            }

            using (html.Open("p", ("class", "csv")))
                html.Element("a", $"tables/{table.Name}.csv", ("href", $"tables/{table.Name}.csv"));
        }
    }

    private static void WriteHead(HtmlWriter html, ReportTable table, int[] columns)
    {
        using (html.Open("thead"))
        using (html.Open("tr"))
        {
            foreach (var i in columns)
                html.Element("th", table.Columns[i].Title, ("scope", "col"), ("class", table.Columns[i].IsNumber ? "number" : null));
        }
    }

    private static void WriteBody(HtmlWriter html, ReportTable table, int[] columns)
    {
        var group = table.Columns.Index().Where(column => column.Item.IsGroup).Select(column => column.Index).DefaultIfEmpty(-1).First();
        foreach (var rows in Groups(table, group))
        {
            using (html.Open("tbody"))
            {
                if (group >= 0)
                {
                    using (html.Open("tr", ("class", "group")))
                        html.Element("th", rows[0][group].Text, ("scope", "rowgroup"), ("colspan", Numbers.Whole(columns.Length)));
                }

                foreach (var row in rows)
                    WriteRow(html, table, columns, row);
            }
        }
    }

    private static void WriteRow(HtmlWriter html, ReportTable table, int[] columns, IReadOnlyList<ReportCell> row)
    {
        using (html.Open("tr"))
        {
            foreach (var i in columns)
            {
                var column = table.Columns[i];
                if (column.IsRowHeader)
                    html.Element("th", row[i].Text, ("scope", "row"));
                else
                    html.Element("td", row[i].Text, ("class", column.IsNumber ? "number" : null));
            }
        }
    }

    /// <summary>Neighbouring rows with the same group.</summary>
    internal static IEnumerable<List<IReadOnlyList<ReportCell>>> Groups(ReportTable table, int group)
    {
        List<IReadOnlyList<ReportCell>> rows = [];
        foreach (var row in table.Rows)
        {
            if (group >= 0 && rows.Count > 0 && rows[0][group].Text != row[group].Text)
            {
                yield return rows;
                rows = [];
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
            yield return rows;
    }
}
