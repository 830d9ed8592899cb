using Candor.Cli.Terminals;
using Candor.Reports;
using Candor.Reports.Facts;

namespace Candor.Cli.Rendering;

/// <summary>What a report came to, for the terminal: its verdicts and where it is.</summary>
internal static class ReportView
{
    /// <summary>Writes the verdicts, or all facts as JSON.</summary>
    public static void Show(Terminal terminal, ReportResult report, bool asJson)
    {
        if (asJson)
        {
            terminal.OutputWriter.WriteLine(ReportJson.Text(report));
            return;
        }

        terminal.OutputWriter.WriteLine(VerdictWords.Summary(report.Facts));
        foreach (var pair in report.Facts.Pairs)
            terminal.OutputWriter.WriteLine(VerdictWords.Of(pair));
        terminal.OutputWriter.WriteLine(report.HtmlPath);
    }
}
