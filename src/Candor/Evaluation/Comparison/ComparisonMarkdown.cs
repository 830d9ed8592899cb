using System.Globalization;
using System.Text;

namespace Candor.Evaluation.Comparison;

/// <summary>A comparison as a Markdown page: a table for each run after the first, then what bears on its meaning.</summary>
public static class ComparisonMarkdown
{
    /// <summary>The whole page.</summary>
    public static string Page(ComparisonReport report)
    {
        var page = new StringBuilder("# Comparison of evaluations\n");
        if (report.IsForced)
            page.Append("\n**Forced: the runs were asked in different ways (marked below), so differences mix models and settings.**\n");
        foreach (var run in report.Comparisons.GroupBy(comparison => comparison.B))
            AppendRun(page, [.. run]);
        page.Append(CultureInfo.InvariantCulture, $"\n{ComparisonNotes.Method(report)}\n");
        AppendList(page, "Left out", report.Warnings);
        return page.ToString();
    }

    private static void AppendRun(StringBuilder page, IReadOnlyList<MetricComparison> comparisons)
    {
        var (a, b) = (comparisons[0].A, comparisons[0].B);
        page.Append(CultureInfo.InvariantCulture, $"\n## {Escape(b.Model)} against {Escape(a.Model)}\n\n");
        page.Append(CultureInfo.InvariantCulture, $"- a: {Escape(a.Model)}, `{a.Source}` ({Escape(a.Harness)})\n");
        page.Append(CultureInfo.InvariantCulture, $"- b: {Escape(b.Model)}, `{b.Source}` ({Escape(b.Harness)})\n\n");
        page.Append("| task | metric | n | a | b | b − a | 95% | p | p (Holm) | verdict |\n|---|---|--:|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var c in comparisons)
        {
            string[] cells =
            [
                Escape(c.Task) + (c.Forced.Count > 0 ? " **(forced)**" : ""),
                Escape(c.MetricName),
                c.N.ToString(CultureInfo.InvariantCulture),
                Verdict.Number(c, c.MeanA),
                Verdict.Number(c, c.MeanB),
                Verdict.Signed(c, c.Difference),
                Verdict.Interval(c),
                Verdict.P(c.P),
                Verdict.P(c.PHolm),
                Escape(Verdict.Of(c)),
            ];
            page.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", cells)} |\n");
        }

        AppendList(page, "Mind", ComparisonNotes.Of(comparisons));
    }

    private static void AppendList(StringBuilder page, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n{title}:\n\n");
        foreach (var line in lines)
            page.Append(CultureInfo.InvariantCulture, $"- {Escape(line)}\n");
    }

    // Names and answers come from logs; none of them may become a cell, a tag or a link.
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (character is '\\' or '|' or '`' or '*' or '[' or ']' or '<' or '>')
                escaped.Append('\\');
            escaped.Append(char.IsControl(character) ? ' ' : character);
        }

        return escaped.ToString();
    }
}
