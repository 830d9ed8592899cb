using Candor.Reports;
using Candor.TestSupport;

namespace Candor.Tests.Reports;

/// <summary>The example study with its report, made once for all tests that only read it.</summary>
public sealed class ExampleReport : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ExampleReport() => Result = ReportWriter.Write(ReportStudy.Example(_folder.FullPath).Write(), new ReportOptions());

    public ReportResult Result { get; }

    public string Folder => _folder.FullPath;

    public string Html => File.ReadAllText(_folder.File(ReportWriter.HtmlFileName));

    public string Markdown => File.ReadAllText(_folder.File(ReportWriter.MarkdownFileName));

    public string Csv(string table) => File.ReadAllText(_folder.File(ReportWriter.TableFolder, table + ".csv"));

    public void Dispose() => _folder.Dispose();
}
