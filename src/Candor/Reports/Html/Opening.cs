using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>The head of the page: what the study is, what it may not be taken for, and what is missing.</summary>
internal static class Opening
{
    private static readonly (string Id, string Title)[] s_sections =
    [
        ("verdicts", "Verdicts"), ("compared", "What was compared"), ("scores", "Scores"), ("training", "Training"),
        ("documents", "Changed documents"), ("skipped", "Skipped, cut, warned of"), ("provenance", "Provenance"),
    ];

    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("header"))
        {
            html.Element("p", facts.Manifest.Name, ("class", "study"));
            html.Element("h1", facts.Manifest.Title);
            if (facts.Manifest.ClaimsNothingBecause is { } reason)
            {
                using (html.Open("div", ("class", "notice")))
                {
                    html.Element("p", "This report claims nothing about real models:", ("class", "strong"));
                    html.Element("p", reason);
                }
            }

            foreach (var note in facts.Manifest.Notes)
                html.Element("p", note, ("class", "note"));
            WriteGaps(html, tables);
        }

        using (html.Open("nav", ("aria-label", "Sections")))
        using (html.Open("ul"))
        {
            foreach (var (id, title) in s_sections)
            {
                using (html.Open("li"))
                    html.Element("a", title, ("href", "#" + id));
            }
        }
    }

    private static void WriteGaps(HtmlWriter html, ReportTables tables)
    {
        if (tables.Gaps.Rows.Count == 0)
            return;
        using (html.Open("div", ("class", "notice gaps")))
        {
            html.Element("p", $"Incomplete: {Numbers.Whole(tables.Gaps.Rows.Count)} result{(tables.Gaps.Rows.Count == 1 ? " is" : "s are")} missing.", ("class", "strong"));
            HtmlTable.Write(html, tables.Gaps);
        }
    }
}
