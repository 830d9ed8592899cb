using Candor.TestSupport;
using Microsoft.Playwright;

namespace Candor.Reports.Tests;

/// <summary>
/// The system's Chromium, headless, and the report of the example study. Where there is no browser the tests are skipped: set
/// CANDOR_CHROMIUM to one, or install Debian's package chromium.
/// </summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The example's page.</summary>
    public string ExamplePage => _folder.File(ReportWriter.HtmlFileName);

    public async ValueTask InitializeAsync()
    {
        ReportWriter.Write(ReportStudy.Example(_folder.FullPath).Write(), new ReportOptions());
        if (Find() is not { } executable)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a report; the running test is skipped where there is no browser.</summary>
    public async Task<OpenReport> OpenAsync(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, "needs a browser: set CANDOR_CHROMIUM, or install chromium");
        var context = await _browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            ReducedMotion = ReducedMotion.Reduce,
        });
        return await OpenReport.AtAsync(await context.NewPageAsync(), path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _folder.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CANDOR_CHROMIUM") is { Length: > 0 } named)
            return named;
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return s_names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
