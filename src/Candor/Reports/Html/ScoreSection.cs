using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>Scores, differences and the paper's figures.</summary>
internal static class ScoreSection
{
    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("section", ("id", "scores"), ("aria-labelledby", "scores-heading")))
        {
            html.Element("h2", "Scores", ("id", "scores-heading"));
            html.Element("p", StudyWords.Scores);
            HtmlTable.Write(html, tables.Scores);
            html.Element("h3", "Differences");
            HtmlTable.Write(html, tables.Differences);
            HtmlTable.Write(html, tables.SeedDifferences);
            if (tables.References.Rows.Count > 0)
            {
                html.Element("h3", "Beside other measurements");
                HtmlTable.Write(html, tables.References);
            }

            html.Element("h3", "Beside the paper");
            html.Element("p", StudyWords.Paper(facts));
            HtmlTable.Write(html, tables.Paper);
        }
    }
}
