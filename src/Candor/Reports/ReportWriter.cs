using System.Text;
using Candor.Reports.Facts;
using Candor.Reports.Html;
using Candor.Reports.Tables;

namespace Candor.Reports;

/// <summary>Makes the report of a study from its logs: <c>report.html</c>, <c>report.md</c> and <c>tables/*.csv</c> in its folder.</summary>
public static class ReportWriter
{
    /// <summary>The page's name.</summary>
    public const string HtmlFileName = "report.html";

    /// <summary>The Markdown page's name.</summary>
    public const string MarkdownFileName = "report.md";

    /// <summary>The folder of the CSV files.</summary>
    public const string TableFolder = "tables";

    /// <summary>Makes it. The same logs give the same bytes, on any machine and at any time.</summary>
    /// <param name="study">The folder with <c>study.json</c>.</param>
    /// <param name="options">What goes into it.</param>
    /// <returns>The facts that it says, and its page.</returns>
    /// <exception cref="InputException">There is no <c>study.json</c>, it is damaged, or the folder cannot be written.</exception>
    public static ReportResult Write(string study, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var facts = StudyFactsReader.Read(study, options);
        var tables = ReportTables.Of(facts);
        try
        {
            Directory.CreateDirectory(Path.Combine(study, TableFolder));
            foreach (var table in tables.All)
                Save(Path.Combine(study, TableFolder, table.Name + ".csv"), CsvTable.Text(table));
            Save(Path.Combine(study, MarkdownFileName), MarkdownPage.Text(facts, tables));
            var page = Path.Combine(study, HtmlFileName);
            Save(page, HtmlPage.Text(facts, tables));
            return new ReportResult(facts, tables, page);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{study}: the report cannot be written: {problem.Message}", problem);
        }
    }

    private static void Save(string path, string text) => AtomicFile.Write(path, output => output.Write(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A report that was made.</summary>
/// <param name="Facts">What it says.</param>
/// <param name="Tables">Its tables.</param>
/// <param name="HtmlPath">Its page.</param>
public sealed record ReportResult(StudyFacts Facts, ReportTables Tables, string HtmlPath);
