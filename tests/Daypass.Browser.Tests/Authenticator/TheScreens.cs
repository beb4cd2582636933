using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Authenticator;

/// <summary>Every screen of the app in every look and both languages: axe finds nothing, the pictures are kept.</summary>
public sealed class TheScreens(Browser browser) : BrowserTest(browser)
{
    private IPage _page = null!;
    private MadeUpServer _server = null!;
    private string _suffix = "";

    [Theory, InEveryLook]
    public Task Are_usable_in_every_look(Look look) => LookAtAll(look, "en-GB");

    [Fact]
    public Task Are_usable_in_German() => LookAtAll(Look.Phone, "de-CH");

    [Fact]
    public async Task Fit_a_narrow_phone_in_German()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await Open(world, Look.Phone, "de-CH");
        await _page.SetViewportSizeAsync(320, 640);
        await Narrow();
        await Pair();
        await Narrow();
        _server.Ask(known: false, browser: "Samsung Internet, Android", address: "2001:db8:85a3:8d3:1319:8a2e:370:7348");
        await Sees("Sind Sie das?");
        await Narrow();
        await Screenshot(_page, "authenticator/narrow-de");
        await Press("Nein, das war ich nicht");
        await Narrow();

        async Task Narrow() => Assert.Equal(320, await _page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    private async Task LookAtAll(Look look, string locale)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await Open(world, look, locale);
        _suffix = $"{look}-{locale[..2]}";
        await Keep("start");
        await _page.GotoAsync("/authenticator/#add");
        await _page.Locator("#code").FillAsync("K7QF");
        await Submit("#code-form");
        await Keep("add-incomplete");
        _server.CodeKnown = false;
        await _page.Locator("#code").FillAsync("k7qfm-2xwpd");
        await Submit("#code-form");
        await Keep("add-unknown");
        _server.CodeKnown = true;
        await Submit("#code-form");
        await Shown("pair");
        await Keep("pair");
        await Submit("#pair-form");
        await Shown("wait");
        await Keep("wait");
        _server.State = "paired";
        await Shown("done");
        await Keep("done");
        await _page.Locator("[data-screen=done] a.button").ClickAsync();
        await Keep("logins");
        _server.Ask();
        await Shown("ask");
        await Keep("ask");
        await Submit(".request form");
        await Keep("ask-no-number");
        _server.Ask(known: false, browser: "Chrome, Windows", address: "203.0.113.90");
        await Assertions.Expect(_page.Locator(".request")).ToHaveCountAsync(2);
        await Keep("ask-two");
        await _page.Locator(".request input").First.FillAsync("42");
        await _page.Locator(".request form .button").First.ClickAsync();
        await State("approved");
        await _page.Locator(".request [data-do=close]:visible").First.ClickAsync();
        _server.Outcome = "denied";
        await _page.Locator(".deny:visible").ClickAsync();
        await State("denied");
        await Keep("denied");
        await _page.Locator("[data-do=notMe]").First.ClickAsync();
        await State("ended");
        await Keep("ended");
        _server.Forget();
        await _page.Locator(".request [data-do=close]:visible").First.ClickAsync();
        foreach (var outcome in (string[])["approved", "wrongNumber", "expired", "answered"])
        {
            (_server.Outcome, var screen) = (outcome, outcome);
            _server.Ask();
            await Shown("ask");
            await _page.Locator(".request input").First.FillAsync("42");
            await Submit(".request form");
            await State(outcome);
            await Keep(screen);
            _server.Forget();
            await _page.Locator(".request [data-do=close]:visible").First.ClickAsync();
        }

        _server.ClockAhead = TimeSpan.FromMinutes(-7);
        await Assertions.Expect(_page.Locator("[data-when=clockWrong]")).ToBeVisibleAsync();
        await Keep("clock");
        _server.ClockAhead = TimeSpan.Zero;
        await Assertions.Expect(_page.Locator("[data-when=clockWrong]")).ToBeHiddenAsync();
        _server.Away = true;
        await Assertions.Expect(_page.Locator("[data-when=offline]")).ToBeVisibleAsync();
        await Keep("offline");
        _server.Away = false;
        _server.Gone = true;
        await Assertions.Expect(_page.Locator(".login [data-when=gone]").First).ToBeVisibleAsync();
        await Keep("gone");
        await _page.Locator(".login .details").ClickAsync();
        await Keep("login");
        await _page.Locator("[data-do=remove]").ClickAsync();
        await Shown("start");
        await Keep("removed");
    }

    private async Task Open(World world, Look look, string locale)
    {
        _page = await NewPerson((await world.Listen()).ToString(), look, locale: locale);
        _server = await MadeUpServer.Behind(_page);
        await _page.GotoAsync("/authenticator/");
    }

    private async Task Pair()
    {
        await _page.GotoAsync($"/authenticator/#pair={MadeUpServer.Code}");
        await Shown("pair");
        _server.State = "paired";
        await Submit("#pair-form");
        await Shown("done");
        await _page.Locator("[data-screen=done] a.button").ClickAsync();
    }

    private Task Submit(string form) => _page.Locator($"{form} .button:not([type=button])").First.ClickAsync();

    private Task Press(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button }).ClickAsync();

    private Task Shown(string screen) => Assertions.Expect(_page.Locator($"[data-screen={screen}]")).ToBeVisibleAsync();

    private Task Sees(string title) => Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = title })).ToBeVisibleAsync();

    private Task State(string state) => Assertions.Expect(_page.Locator($".request [data-when={state}]").First).ToBeVisibleAsync();

    private async Task Keep(string name)
    {
        await Axe(_page);
        await Screenshot(_page, $"authenticator/{name}-{_suffix}");
    }
}
