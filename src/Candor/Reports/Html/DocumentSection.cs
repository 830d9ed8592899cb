using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports.Html;

/// <summary>The browser of changed documents: its controls; the script fills the list.</summary>
internal static class DocumentSection
{
    public static void Write(HtmlWriter html, StudyFacts facts, ReportTables tables)
    {
        using (html.Open("section", ("id", "documents"), ("aria-labelledby", "documents-heading")))
        {
            html.Element("h2", "Changed documents", ("id", "documents-heading"));
            html.Element("p", StudyWords.Changed(facts));
            HtmlTable.Write(html, tables.Changes);
            if (facts.Changed.Documents.Count == 0)
                return;
            html.Raw("<noscript><p>The list below needs JavaScript; tables/changed_documents.csv has the same documents.</p></noscript>");
            WriteControls(html, facts);
            html.Element("p", "", ("id", "documents-status"), ("role", "status"), ("aria-live", "polite"));
            html.Raw("<ol id=\"documents-list\" class=\"documents\" aria-label=\"Changed documents\"></ol>");
            using (html.Open("div", ("class", "pages"), ("id", "documents-pages"), ("hidden", "")))
            {
                html.Element("button", "Previous page", ("type", "button"), ("id", "documents-previous"));
                html.Element("button", "Next page", ("type", "button"), ("id", "documents-next"));
            }

            using (html.Open("p", ("class", "csv")))
                html.Element("a", "tables/changed_documents.csv", ("href", "tables/changed_documents.csv"));
        }
    }

    private static void WriteControls(HtmlWriter html, StudyFacts facts)
    {
        using (html.Open("form", ("class", "controls"), ("id", "documents-controls"), ("role", "search"), ("aria-label", "Changed documents"), ("hidden", "")))
        {
            using (html.Open("div"))
            {
                html.Element("label", "Search", ("for", "documents-search"));
                html.Void("input", ("type", "search"), ("id", "documents-search"), ("autocomplete", "off"));
            }

            var pairs = facts.Pairs.Index().Where(pair => facts.Changed.Documents.Any(document => document.Pair == pair.Item));
            Select(html, "pair", "Pair", "all pairs", pairs.Select(pair => (Numbers.Whole(pair.Index), pair.Item.Name)));
            var tasks = facts.Changed.Documents.Select(document => document.Task).Distinct(StringComparer.Ordinal);
            Select(html, "task", "Task", "all tasks", tasks.Select(task => (task, task)));
            Select(html, "direction", "Direction", "gained and lost", [("gained", "gained"), ("lost", "lost")]);
        }
    }

    private static void Select(HtmlWriter html, string name, string label, string all, IEnumerable<(string Value, string Text)> options)
    {
        using (html.Open("div"))
        {
            html.Element("label", label, ("for", "documents-" + name));
            using (html.Open("select", ("id", "documents-" + name)))
            {
                html.Element("option", all, ("value", "all"));
                foreach (var (value, text) in options)
                    html.Element("option", text, ("value", value));
            }
        }
    }
}
