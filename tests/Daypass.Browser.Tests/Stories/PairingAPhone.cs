using System.Net;
using Daypass.Domain;
using Daypass.Server.Hosting;
using Daypass.TestHost;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Stories;

/// <summary>The computer's page while a phone is paired: it hears of the phone and asks by itself whether it is theirs, also where a proxy lets no events through.</summary>
public sealed class PairingAPhone(Browser browser, Stages stages) : Story(browser, stages)
{
    [Fact]
    public Task The_page_goes_on_when_the_phone_is_done() => Pairs(_ => Task.CompletedTask);

    [Fact]
    public Task The_page_goes_on_where_no_events_come_through() => Pairs(page => page.RouteAsync("**/waiting", route =>
        route.Request.Headers.GetValueOrDefault("accept", "").Contains("event-stream", StringComparison.Ordinal) ? route.AbortAsync() : route.ContinueAsync()));

    [Fact]
    public Task The_page_goes_on_where_a_proxy_holds_events_back() => Pairs(page => page.RouteAsync("**/waiting", async route =>
    {
        if (route.Request.Headers.GetValueOrDefault("accept", "").Contains("event-stream", StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        }

        await route.ContinueAsync();
    }));

    [Fact]
    public async Task The_page_says_so_when_the_code_ran_out()
    {
        var (person, _) = await CodeShown(_ => Task.CompletedTask);
        World.Clock.Advance(TimeSpan.FromMinutes(10));
        await person.Reads("That pairing can no longer be finished");
    }

    [Fact]
    public async Task Somebody_elses_phone_that_was_faster_is_sent_away()
    {
        var (person, code) = await CodeShown(_ => Task.CompletedTask);
        using var thief = new PhoneSimulator(await World.Listen(), World.Get<PublicOrigin>().ToString(), () => World.Now);
        await thief.Pair(code, "Blue phone");
        await person.Sees("Is this your phone?");
        await person.Press("No, start again");
        await person.Sees("Pair a device");
        Assert.Equal("gone", (await thief.Look()).Json.GetProperty("problem").GetString());
    }

    private async Task Pairs(Func<IPage, Task> between)
    {
        var (person, code) = await CodeShown(between);
        using var phone = new PhoneSimulator(await World.Listen(), World.Get<PublicOrigin>().ToString(), () => World.Now);

        Assert.Equal(HttpStatusCode.OK, (await phone.Pair(code, "Blue phone")).Status);

        await person.Sees("Is this your phone?");
        await person.Reads("It calls itself Blue phone");
        await Axe(person.Page);
        await person.Press("Yes, pair it");
        await person.Sees("Your device is paired");
        await person.Reads("The phone calls itself Blue phone.");
    }

    private async Task<(Visit Person, string Code)> CodeShown(Func<IPage, Task> between)
    {
        await Begin(DatabaseKind.Sqlite);
        await Policies(Policy.Required, Policy.Optional);
        var jane = await Client(paired: false);
        World.Clock.Advance(TimeSpan.FromHours(1));
        var person = await NewVisit();
        await between(person.Page);
        await person.Password(jane);
        await person.IsIn();
        await person.Open("/profile/devices/add");
        await person.Type("Current password", jane.Password);
        await person.Press("Show the QR code");
        return (person, await person.Page.Locator("code.secret").InnerTextAsync());
    }
}
