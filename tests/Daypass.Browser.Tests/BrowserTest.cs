using System.Collections.Concurrent;
using Daypass.TestHost;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests;

/// <summary>
/// A story told in a browser. When it fails, the last page of every person in it is kept in artifacts/traces; with <c>./test --all</c>
/// the whole trace is (<c>npx playwright show-trace FILE</c>), which costs a quarter of the time. It fails too if a page complained on
/// the console, as a broken content policy does.
/// </summary>
public abstract class BrowserTest(Browser browser) : IAsyncDisposable
{
    private static readonly string s_axe = new BundledAxeScriptProvider().GetScript();
    private static readonly bool s_traced = Samples.Of(0, 1) == 1;
    private readonly List<IBrowserContext> _persons = [];
    private readonly ConcurrentQueue<string> _complaints = new();

    protected Browser Browser => browser;

    /// <summary>Whether the story needs what Chromium's headless shell does not have.</summary>
    protected virtual bool NeedsWholeBrowser => false;

    /// <summary>Opens a page in a browser of its own, as one person would.</summary>
    /// <param name="address">The server's address, so that pages can be named by their path alone.</param>
    protected async Task<IPage> NewPerson(string? address = null, Look look = Look.Desktop, bool javaScript = true, string locale = "en-GB")
    {
        var person = await browser.NewPerson(look, address, javaScript, locale, NeedsWholeBrowser);
        _persons.Add(person);
        if (s_traced)
        {
            await person.Tracing.StartAsync(new() { Screenshots = true, Snapshots = true });
        }

        person.Console += (_, said) =>
        {
            // An answer of 404 or 503 is told there as well; stories about those are no complaint.
            if (said.Type == "error" && !said.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                _complaints.Enqueue(said.Text);
            }
        };
        person.WebError += (_, error) => _complaints.Enqueue(error.Error);
        return await person.NewPageAsync();
    }

    /// <summary>Keeps a picture of the whole page as artifacts/screenshots/NAME.png.</summary>
    protected static Task Screenshot(IPage page, string name) => page.ScreenshotAsync(new()
    {
        Path = Repository.Artifact("screenshots", $"{name}.png"),
        FullPage = true,
        Scale = ScreenshotScale.Css,
        Animations = ScreenshotAnimations.Disabled,
    });

    /// <summary>Asserts that axe finds nothing that keeps somebody from using the page.</summary>
    /// <remarks>Runs axe in the page itself and takes home what it found, no more: all that was in order costs several times as much to tell.</remarks>
    protected static async Task Axe(IPage page)
    {
        await page.EvaluateAsync(s_axe);
        var found = await page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
                .map(x => `${x.id}: ${x.help}\n` + x.nodes.map(node => `    ${node.html}`).join('\n'))
            """);
        Assert.True(found.Length == 0, $"axe on {page.Url}:\n{string.Join('\n', found)}");
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        var failed = TestContext.Current.TestState?.Result == TestResult.Failed || !_complaints.IsEmpty;
        var number = 0;
        foreach (var person in _persons)
        {
            number++;
            await Keep(person, failed ? Repository.Artifact("traces", $"{TestName()}-{number}") : null);
            await person.CloseAsync();
        }

        Assert.Empty(_complaints);
    }

    private static async Task Keep(IBrowserContext person, string? name)
    {
        if (s_traced)
        {
            await person.Tracing.StopAsync(new() { Path = name is null ? null : $"{name}.zip" });
        }
        else if (name is not null && person.Pages is [.., var page])
        {
            await page.ScreenshotAsync(new() { Path = $"{name}.png", FullPage = true });
        }
    }

    private static string TestName()
    {
        var name = TestContext.Current.Test?.TestDisplayName ?? "test";
        return string.Concat(name.Select(x => char.IsAsciiLetterOrDigit(x) || x is '.' or '_' ? x : '-'));
    }
}
