using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>The logs behind the numbers.</summary>
internal static class ProvenanceSection
{
    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("section", ("id", "provenance"), ("aria-labelledby", "provenance-heading")))
        {
            html.Element("h2", "Provenance", ("id", "provenance-heading"));
            html.Element("p", ProvenanceWords.HowToTrace);
            using (html.Open("p"))
            {
                html.Text("Study file, with overrides applied: SHA-256 ");
                html.Element("code", facts.Manifest.RecipeSha256);
            }

            HtmlTable.Write(html, tables.TaskData);
            HtmlTable.Write(html, tables.Evaluations);
            if (tables.TrainingSettings.Rows.Count == 0)
                return;
            using (html.Open("details"))
            {
                html.Element("summary", "Settings and inputs of the trainings");
                HtmlTable.Write(html, tables.TrainingSettings);
            }
        }
    }
}
