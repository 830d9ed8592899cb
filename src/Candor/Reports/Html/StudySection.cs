using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>What was compared: models, rows, protocol.</summary>
internal static class StudySection
{
    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("section", ("id", "compared"), ("aria-labelledby", "compared-heading")))
        {
            html.Element("h2", "What was compared", ("id", "compared-heading"));
            html.Element("p", StudyWords.Protocol(facts));
            HtmlTable.Write(html, tables.Arms);
            HtmlTable.Write(html, tables.RowSets);
        }
    }
}
