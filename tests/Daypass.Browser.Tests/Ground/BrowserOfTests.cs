using Microsoft.Playwright;
using Xunit;
using Xunit.Sdk;

namespace Daypass.Browser.Tests.Ground;

public class BrowserOfTests(Browser browser) : BrowserTest(browser)
{
    private const string Page = """
        <!doctype html><html lang="en"><head><title>A page</title><meta name="viewport" content="width=device-width">
        <style>@media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }</style></head>
        <body><main><h1>A page</h1><p>Nothing is wrong with it.</p></main></body></html>
        """;

    [Theory, InEveryLook]
    public async Task A_page_is_shown_in_every_look_and_axe_finds_nothing(Look look)
    {
        var page = await NewPerson(look: look);
        await page.SetContentAsync(Page);

        await Assertions.Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("A page");
        Assert.Equal(look is Look.DesktopDark or Look.PhoneDark, await page.EvaluateAsync<bool>("matchMedia('(prefers-color-scheme: dark)').matches"));
        Assert.Equal(look is Look.Phone or Look.PhoneDark ? 390 : 1280, await page.EvaluateAsync<int>("innerWidth"));
        await Axe(page);
        await Screenshot(page, $"ground/{look}");
    }

    [Fact]
    public async Task Axe_finds_a_field_without_a_label()
    {
        var page = await NewPerson();
        await page.SetContentAsync(Page.Replace("<p>", "<input><p>", StringComparison.Ordinal));

        var found = await Assert.ThrowsAsync<TrueException>(() => Axe(page));
        Assert.Contains("label", found.Message, StringComparison.Ordinal);
    }
}
