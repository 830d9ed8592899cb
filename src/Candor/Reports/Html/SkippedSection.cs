using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>Everything that was skipped, cut or not scored.</summary>
internal static class SkippedSection
{
    public static void Write(HtmlWriter html, ReportTables tables)
    {
        using (html.Open("section", ("id", "skipped"), ("aria-labelledby", "skipped-heading")))
        {
            html.Element("h2", "Skipped, cut, warned of", ("id", "skipped-heading"));
            if (tables.Skipped.Rows.Count == 0)
                html.Element("p", "The logs name no row, request or document that was skipped or cut, and warn of nothing.");
            HtmlTable.Write(html, tables.Skipped);
        }
    }
}
