using System.Globalization;
using System.Text;
using Candor.Evaluation.Comparison;
using Candor.Reports.Facts;
using Candor.Reports.Tables;

namespace Candor.Reports;

/// <summary>The report as Markdown: the same sentences and tables, without drawings and without documents.</summary>
internal static class MarkdownPage
{
    /// <summary>The page's text.</summary>
    public static string Text(StudyFacts facts, ReportTables tables)
    {
        var page = new StringBuilder();
        WriteOpening(page, facts, tables);
        WriteVerdicts(page, facts);
        Section(page, "What was compared", StudyWords.Protocol(facts), tables.Arms, tables.RowSets);
        Section(page, "Scores", StudyWords.Scores, tables.Scores, tables.Differences, tables.SeedDifferences);
        if (tables.References.Rows.Count > 0)
            Section(page, "Beside other measurements", "", tables.References);
        Section(page, "Beside the paper", StudyWords.Paper(facts), tables.Paper);
        Section(page, "Training", facts.Trainings.Count == 0 ? "Nothing was trained." : "Every update: tables/loss_curves.csv.", tables.Trainings);
        Section(page, "Changed documents", StudyWords.Changed(facts) + " Each: tables/changed_documents.csv.", tables.Changes);
        var skipped = tables.Skipped.Rows.Count == 0 ? "The logs name no row, request or document that was skipped or cut, and warn of nothing." : "";
        Section(page, "Skipped, cut, warned of", skipped, tables.Skipped);
        var recipe = $" Study file, with overrides applied: SHA-256 {facts.Manifest.RecipeSha256}.";
        Section(page, "Provenance", ProvenanceWords.HowToTrace + recipe, tables.TaskData, tables.Evaluations, tables.TrainingSettings);
        return page.ToString();
    }

    private static void WriteOpening(StringBuilder page, StudyFacts facts, ReportTables tables)
    {
        page.Append(CultureInfo.InvariantCulture, $"# {Escape(facts.Manifest.Title)}\n");
        if (facts.Manifest.ClaimsNothingBecause is { } reason)
            page.Append(CultureInfo.InvariantCulture, $"\n**This report claims nothing about real models:** {Escape(reason)}\n");
        foreach (var note in facts.Manifest.Notes)
            page.Append(CultureInfo.InvariantCulture, $"\n{Escape(note)}\n");
        if (facts.Gaps.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n**Incomplete: {facts.Gaps.Count} result{(facts.Gaps.Count == 1 ? " is" : "s are")} missing.**\n");
        Table(page, tables.Gaps);
    }

    private static void WriteVerdicts(StringBuilder page, StudyFacts facts)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## Verdicts\n\n{Escape(VerdictWords.Summary(facts))}\n");
        foreach (var pair in facts.Pairs)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n### {Escape(pair.Pair.Question)}\n\n**{Escape(VerdictWords.Of(pair))}**\n\n");
            foreach (var difference in pair.Differences)
            {
                var name = $"{difference.Comparison.Task} {difference.Comparison.MetricName}";
                page.Append(CultureInfo.InvariantCulture, $"- {Escape(name)} ({Escape(VerdictWords.Levels(difference))}): {Escape(VerdictWords.Of(difference))}\n");
                foreach (var caution in difference.Cautions)
                    page.Append(CultureInfo.InvariantCulture, $"  - mind: {Escape(caution)}\n");
            }

            if (VerdictWords.Seeds(pair) is { } seeds)
                page.Append(CultureInfo.InvariantCulture, $"\n{Escape(seeds)}\n");
            foreach (var note in ComparisonNotes.Of(pair.Differences.Select(difference => difference.Comparison)))
                page.Append(CultureInfo.InvariantCulture, $"\nMind: {Escape(note)}\n");
        }

        if (facts.Pairs.Count > 0)
            page.Append(CultureInfo.InvariantCulture, $"\n{Escape(ComparisonNotes.Method(facts.Family))}\n");
    }

    private static void Section(StringBuilder page, string title, string words, params ReadOnlySpan<ReportTable> tables)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {title}\n");
        if (words.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"\n{Escape(words)}\n");
        foreach (var table in tables)
            Table(page, table);
    }

    private static void Table(StringBuilder page, ReportTable table)
    {
        if (table.Rows.Count == 0)
            return;
        int[] columns = [.. table.Columns.Index().Where(column => !column.Item.IsForMachines).Select(column => column.Index)];
        page.Append(CultureInfo.InvariantCulture, $"\n{Escape(table.Caption)} ([CSV](tables/{table.Name}.csv)):\n\n");
        Row(page, columns.Select(i => table.Columns[i].Title));
        Row(page, columns.Select(i => table.Columns[i].IsNumber ? "--:" : "---"), isRule: true);
        foreach (var row in table.Rows)
            Row(page, columns.Select(i => row[i].Text));
    }

    private static void Row(StringBuilder page, IEnumerable<string> cells, bool isRule = false) =>
        page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", isRule ? cells : cells.Select(Escape))} |\n");

    // Names and answers come from logs; none of them may become a cell, a tag or a link.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\\' or '|' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '&')
                escaped.Append('\\');
            escaped.Append(char.IsControl(character) ? ' ' : character);
        }

        return escaped.ToString();
    }
}
