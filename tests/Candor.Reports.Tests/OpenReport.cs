using Microsoft.Playwright;

namespace Candor.Reports.Tests;

/// <summary>A report in a browser, with everything that it complained of or asked for.</summary>
public sealed class OpenReport : IAsyncDisposable
{
    private OpenReport(IPage page) => Page = page;

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Errors and warnings on the console, and errors that nothing caught.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Every address that the page asked for, its own aside.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Opens it.</summary>
    public static async Task<OpenReport> AtAsync(IPage page, string path)
    {
        var report = new OpenReport(page);
        var address = new Uri(path).AbsoluteUri;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                report.Complaints.Add(message.Text);
        };
        page.PageError += (_, error) => report.Complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (request.Url != address)
                report.Requests.Add(request.Url);
        };
        await page.GotoAsync(address, new() { WaitUntil = WaitUntilState.NetworkIdle });
        return report;
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
