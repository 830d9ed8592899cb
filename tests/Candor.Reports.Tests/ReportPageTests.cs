using Candor.TestSupport;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Candor.Reports.Tests;

/// <summary>
/// Reports as a browser shows them: the example, every report that the repository carries, and the one that CANDOR_REPORT names.
/// </summary>
public sealed class ReportPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Example = "example";
    private const int PhoneWidth = 390;

    public static TheoryData<string> Pages()
    {
        var pages = new TheoryData<string> { Example };
        var committed = Path.Combine(Goldens.Root, "docs", "reports");
        if (Directory.Exists(committed))
        {
            foreach (var page in Directory.EnumerateFiles(committed, ReportWriter.HtmlFileName, SearchOption.AllDirectories).Order(StringComparer.Ordinal))
                pages.Add(Path.GetRelativePath(Goldens.Root, page));
        }

        if (Environment.GetEnvironmentVariable("CANDOR_REPORT") is { Length: > 0 } named)
            pages.Add(Path.GetFullPath(named));
        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task NothingIsAskedForAndNothingGoesWrong(string page)
    {
        await using var report = await chromium.OpenAsync(PathOf(page));
        Assert.Empty(report.Complaints);
        Assert.Empty(report.Requests);
        Assert.Equal(1, await report.Page.Locator("h1").CountAsync());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task AxeFindsNothing(string page)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await using var report = await chromium.OpenAsync(PathOf(page), scheme: scheme);
            await report.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach((details) => { details.open = true; })");
            var found = await report.Page.RunAxe();
            Assert.Empty(found.Violations.Select(violation => $"{scheme}: {violation.Id}: {violation.Nodes[0].Html}"));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task APhoneScrollsOneWayOnly(string page)
    {
        await using var report = await chromium.OpenAsync(PathOf(page), PhoneWidth);
        await report.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        Assert.Equal(PhoneWidth, await report.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task TheDocumentBrowserFilters()
    {
        await using var report = await chromium.OpenAsync(chromium.ExamplePage);
        var (page, status) = (report.Page, report.Page.Locator("#documents-status"));
        var all = await page.EvaluateAsync<int>("() => JSON.parse(document.getElementById('documents-data').textContent).documents.length");
        await Assertions.Expect(status).ToContainTextAsync($"{all} of {all} documents, page 1 of");
        await Assertions.Expect(page.Locator("#documents-list > li")).ToHaveCountAsync(10);

        await page.GetByLabel("Task", new() { Exact = true }).SelectOptionAsync("truthfulqa_mc");
        await page.GetByLabel("Direction", new() { Exact = true }).SelectOptionAsync("gained");
        await page.GetByLabel("Pair", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "lora against tiny" });
        var headings = await page.Locator("#documents-list h3").AllTextContentsAsync();
        Assert.NotEmpty(headings);
        Assert.All(headings, heading => Assert.Matches("^truthfulqa_mc, document [0-9]+: gained$", heading));

        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("SQUARE red");
        await Assertions.Expect(status).ToContainTextAsync("1 of ");
        await Assertions.Expect(page.Locator("#documents-list .question")).ToContainTextAsync("What happens to a square if you paint it red?");
        await page.GetByLabel("Search", new() { Exact = true }).FillAsync("no such words anywhere");
        await Assertions.Expect(status).ToHaveTextAsync($"No document of {all} fits.");
    }

    [Fact]
    public async Task PagesTurnByKeyboard()
    {
        await using var report = await chromium.OpenAsync(chromium.ExamplePage);
        var next = report.Page.GetByRole(AriaRole.Button, new() { Name = "Next page" });
        var first = await report.Page.Locator("#documents-list h3").First.TextContentAsync();
        await next.FocusAsync();
        await report.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(report.Page.Locator("#documents-status")).ToContainTextAsync("page 2 of");
        Assert.NotEqual(first, await report.Page.Locator("#documents-list h3").First.TextContentAsync());
    }

    [Fact]
    public async Task TheFirstStopOfTheKeyboardSkipsToTheVerdicts()
    {
        await using var report = await chromium.OpenAsync(chromium.ExamplePage);
        await report.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(report.Page.Locator("a.skip")).ToBeFocusedAsync();
        await Assertions.Expect(report.Page.Locator("a.skip")).ToBeInViewportAsync();
    }

    [Fact]
    public async Task PaperHasNoControls()
    {
        await using var report = await chromium.OpenAsync(chromium.ExamplePage);
        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Assertions.Expect(report.Page.Locator("#documents-controls")).ToBeHiddenAsync();
        await Assertions.Expect(report.Page.Locator("#table-changes")).ToBeVisibleAsync();
    }

    private string PathOf(string page) => page == Example ? chromium.ExamplePage : Path.Combine(Goldens.Root, page);
}
