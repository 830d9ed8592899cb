using System.Globalization;
using Candor.Evaluation.Comparison;
using Spectre.Console;

namespace Candor.Cli.Rendering;

/// <summary>A comparison for the terminal: a table for each run after the first, what it shows in words, and what to mind.</summary>
internal static class ComparisonTable
{
    /// <summary>Writes the whole report.</summary>
    public static void Write(IAnsiConsole console, ComparisonReport report)
    {
        if (report.IsForced)
            console.MarkupLine("[yellow]forced: the runs were asked in different ways, so differences mix models and settings[/]");
        foreach (var run in report.Comparisons.GroupBy(comparison => comparison.B))
            WriteRun(console, [.. run]);
        console.WriteLine(ComparisonNotes.Method(report));
        WriteList(console, "Left out:", report.Warnings);
    }

    private static void WriteRun(IAnsiConsole console, IReadOnlyList<MetricComparison> comparisons)
    {
        var (a, b) = (comparisons[0].A, comparisons[0].B);
        // Not by the console, which would fold a long path.
        console.Profile.Out.Writer.WriteLine($"a: {a.Model}, {a.Source} ({a.Harness})");
        console.Profile.Out.Writer.WriteLine($"b: {b.Model}, {b.Source} ({b.Harness})");
        console.Write(Numbers(comparisons));
        console.WriteLine("b against a:");
        foreach (var c in comparisons)
            console.MarkupLine($"  {Markup.Escape($"{c.Task} {c.MetricName}")}: {Coloured(c, Verdict.Of(c))}");
        console.WriteLine();
        WriteList(console, "Mind:", ComparisonNotes.Of(comparisons));
    }

    private static Table Numbers(IEnumerable<MetricComparison> comparisons)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("task", "metric");
        foreach (var header in (string[])["n", "a", "b", "b − a", "95%", "p", "p(Holm)"])
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap());
        foreach (var c in comparisons)
        {
            table.AddRow(
                Markup.Escape(c.Task) + (c.Forced.Count > 0 ? " [yellow]forced[/]" : ""),
                Markup.Escape(c.MetricName),
                c.N.ToString(CultureInfo.InvariantCulture),
                Verdict.Number(c, c.MeanA),
                Verdict.Number(c, c.MeanB),
                Coloured(c, Verdict.Signed(c, c.Difference)),
                Verdict.Interval(c),
                Verdict.P(c.P),
                Verdict.P(c.PHolm));
        }

        return table;
    }

    // Colour repeats what the words say: only a difference that is shown gets one.
    private static string Coloured(MetricComparison comparison, string text)
    {
        if (!comparison.IsShown)
            return Markup.Escape(text);
        var isBetter = comparison.Difference > 0 == (comparison.ScoresA.HigherIsBetter ?? true);
        return $"[{(isBetter ? "green" : "red")}]{Markup.Escape(text)}[/]";
    }

    private static void WriteList(IAnsiConsole console, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        console.WriteLine(title);
        foreach (var line in lines)
            console.WriteLine("  " + line);
        console.WriteLine();
    }
}
