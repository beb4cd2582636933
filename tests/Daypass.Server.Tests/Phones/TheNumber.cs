using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Phones;

/// <summary>Whose phone answered: nothing is paired before the person has compared the number and said yes.</summary>
public sealed class TheNumber
{
    [Fact]
    public void It_is_reckoned_from_the_key_and_the_device_as_on_the_phone() =>
        Assert.Equal("98", PairingNumber.Of([4, .. Enumerable.Range(1, 64).Select(x => (byte)x)], Guid.Parse("0198B5C2-6F1A-7C3E-9D4B-2A1B3C4D5E6F")));

    [Theory, OnBothDatabases]
    public async Task The_page_that_waits_only_looks_and_whoever_was_faster_with_the_code_is_thrown_away(DatabaseKind database)
    {
        await using var story = await PhoneStory.Begin(database);
        var client = await story.ClientWithPasswordOnly();
        var browser = await story.Site.SignedIn(client, SessionKind.PasswordOnly);
        var (shown, thief) = (await PhoneStory.Start(browser), story.Phone());
        Assert.DoesNotContain("data-submit", shown.Page.Body, StringComparison.Ordinal);
        Assert.Contains($"<form method=\"get\" data-waiting=\"/amber/profile/devices/{shown.Device}/waiting\" data-go=\"proven gone\"", shown.Page.Body, StringComparison.Ordinal);
        await thief.Pair(shown.Code, "Jane's phone");

        var asks = await browser.Get($"/amber/profile/devices/{shown.Device}/prove?Continued=true");

        Assert.Contains("Is this your phone?", asks.Body, StringComparison.Ordinal);
        Assert.Contains($"<p class=\"ask-number\">{PairingNumber.Of(thief.PublicKey, shown.Device)}</p>", asks.Body, StringComparison.Ordinal);
        Assert.Equal(AuthenticatorState.Pending, (await story.DeviceOf(shown.Device)).State);

        // Not from another session.
        var other = await story.Site.SignedIn(await story.World.Client(paired: false), SessionKind.PasswordOnly);
        await other.Post($"/amber/profile/devices/{shown.Device}/prove?handler=Drop");
        Assert.Equal("pending", (await thief.Look()).Json.GetProperty("state").GetString());

        Assert.Equal("/amber/profile/devices/add", (await browser.Post($"/amber/profile/devices/{shown.Device}/prove?handler=Drop")).LeadsTo);
        Assert.Equal("gone", (await thief.Look()).Json.GetProperty("problem").GetString());
        Assert.Equal("/amber/profile/devices/add?again=True", (await PhoneStory.Continue(browser, shown.Device)).LeadsTo);
        Assert.Empty(await story.World.NoticesAbout(client));
    }
}
