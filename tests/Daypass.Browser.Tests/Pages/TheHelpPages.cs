using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>The help, without JavaScript: its list, an article, its question, and a search that finds and one that does not. In every look axe finds nothing, and the pictures are kept.</summary>
public sealed class TheHelpPages(Browser browser) : BrowserTest(browser)
{
    private IPage _page = null!;
    private Look _look;

    [Theory, InEveryLook]
    public async Task Are_usable_in_every_look(Look look)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        _look = look;
        _page = await NewPerson((await world.Listen()).ToString(), look, javaScript: look is Look.Desktop or Look.PhoneDark);
        await _page.GotoAsync("/amber/signin");
        await Assertions.Expect(_page.GetByRole(AriaRole.Link, new() { Name = "Help: Sign in", Exact = true })).ToHaveAttributeAsync("target", "_blank");
        await Keep("footer");
        await _page.GotoAsync("/help");
        await Keep("start");
        await _page.GetByLabel("What are you looking for?").FillAsync("lost phone");
        await Press("Search");
        await Keep("found");
        await _page.GetByLabel("What are you looking for?").FillAsync("zeppelin");
        await Press("Search");
        await Keep("not-found");
        await _page.GetByLabel("What are you looking for?").FillAsync("");
        await Press("Search");
        await Keep("nothing-typed");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Generate a temporary code for staff" }).ClickAsync();
        await Keep("article");
        await Press("Send");
        await Keep("article-wrong");
        await _page.GetByRole(AriaRole.Radio, new() { Name = "Yes" }).CheckAsync();
        await Press("Send");
        await Keep("article-thanks");
        await _page.GotoAsync("/help/ask-support?lang=de");
        await Keep("letter-de");
        await _page.GotoAsync("/help/no-such-article");
        await Keep("no-article");
    }

    [Theory, InEveryLook]
    public async Task At_the_desk_show_what_is_internal_in_every_look(Look look)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        _look = look;
        await world.Listen();
        var desk = new Uri(world.Get<SupportListener>().Address!);
        _page = await NewPerson(desk.ToString(), look);
        var agent = await world.Agent(AgentRole.Technician);
        await _page.Context.AddCookiesAsync([new() { Name = "daypass-support", Value = (await world.TokenOf(agent)).Reveal(), Url = desk.ToString() }]);
        await _page.GotoAsync("/feedback");
        await Keep("desk-feedback-none");
        await _page.GotoAsync("/help");
        await Keep("desk-start");
        await _page.GotoAsync("/help?q=letter&lang=en");
        await Keep("desk-found");
        await _page.GotoAsync("/help/desk-letter?lang=en");
        await _page.GetByLabel("For your colleagues").FillAsync("Say what to do with a letter in another language.");
        await Press("Send");
        await Keep("desk-note");
        await _page.GotoAsync("/help/ask-support?lang=en");
        await Keep("desk-article");
        await _page.GotoAsync("/feedback");
        await Keep("desk-feedback");
    }

    private Task Press(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task Keep(string name)
    {
        if (_look is Look.Desktop or Look.PhoneDark)
        {
            await Axe(_page);
            Assert.True(await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than the screen.");
        }

        await Screenshot(_page, $"help/{name}-{_look}");
    }
}
