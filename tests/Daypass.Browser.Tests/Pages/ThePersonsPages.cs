using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>Every page that a person meets on the way in and in the profile, in every look: axe finds nothing, the pictures are kept.</summary>
public sealed class ThePersonsPages(Browser browser) : BrowserTest(browser)
{
    private IPage _page = null!;
    private World _world = null!;
    private Look _look;

    [Theory, InEveryLook]
    public async Task Are_usable_in_every_look(Look look)
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite);
        _look = look;
        _page = await NewPerson((await world.Listen()).ToString(), look);
        await TheStart();
        await WithADevice(await world.Staff());
        await WithACode(await world.Client());
        await WithoutAnything();
        await AfterTheHold();
        await Limited(await world.Client());
        await InGerman();
    }

    private async Task TheStart()
    {
        await _page.GotoAsync("/");
        await Keep("start");
        await _page.GetByLabel("Firm's address").FillAsync("cedar");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Go to sign-in" }).ClickAsync();
        await Keep("start-unknown");
    }

    private async Task WithADevice(Someone staff)
    {
        await _page.GotoAsync("/amber/signin");
        await Keep("signin");
        await Password(staff, "not the password");
        await Keep("signin-wrong");
        await Password(staff);
        await Keep("device");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Enter a code" }).ClickAsync();
        await Keep("any-code");
        await Code(_world.NextTotpOf(staff));
        await Keep("home");
        await _page.GotoAsync("/amber/profile");
        await Keep("profile");
        await _page.GotoAsync("/amber/profile/devices/add");
        await Keep("pair");
        await _page.GetByLabel("Current password").FillAsync(staff.Password);
        await _page.GetByLabel("6-digit code from a device").FillAsync(_world.NextTotpOf(staff));
        await _page.GetByRole(AriaRole.Button, new() { Name = "Show the QR code" }).ClickAsync();
        await Keep("pair-phone");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Keep("pair-phone-waiting");
        await _page.GetByRole(AriaRole.Link, new() { Name = "Start again" }).ClickAsync();
        await _page.GetByLabel("Another authenticator app").CheckAsync();
        await Keep("pair-app");
        await _page.GetByLabel("Current password").FillAsync(staff.Password);
        await _page.GetByLabel("6-digit code from a device").FillAsync(_world.NextTotpOf(staff));
        await _page.GetByRole(AriaRole.Button, new() { Name = "Show the QR code" }).ClickAsync();
        await Keep("pair-secret");
        await _page.GetByLabel("6-digit code").FillAsync("000000");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Pair" }).ClickAsync();
        await Keep("pair-wrong");
        await _page.GotoAsync($"/amber/profile/devices/{staff.DeviceId}/disconnect");
        await Keep("disconnect-required");
        await _page.GotoAsync("/amber/profile/password");
        await Keep("password");
        await _page.GotoAsync("/amber/profile/backup-codes");
        await Keep("backup-before");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Make ten codes" }).ClickAsync();
        await Keep("backup");
        _world.Clock.Advance(TimeSpan.FromMinutes(16));
        await _page.GotoAsync("/amber/profile/confirm?returnUrl=/profile");
        await Keep("confirm");
        await SignOut();
    }

    private async Task WithACode(Someone client)
    {
        var code = await _world.Issue(await _world.SignedIn(_world.Primary), client);
        await Password(client);
        await Keep("code");
        await Code(code[..8] + (code[8] == '0' ? '1' : '0'));
        await Keep("code-typing");
        await Code(World.OtherThan(code));
        await Keep("code-wrong");
        await Code(code);
        await Keep("home-code");
        await _page.GotoAsync("/amber/profile");
        await Keep("profile-code");
        await _page.GotoAsync("/amber/profile/password");
        await Keep("limited");
        await SignOut();
        var link = await _world.Store.Write(client.Firm, async db => (await LinkTokens.MakeNotMe(
            db, _world.Now, await db.Accounts.SingleAsync(x => x.Id == client.Id), await db.TemporaryCodes.SingleAsync(x => x.AccountId == client.Id))).Reveal());
        await _page.GotoAsync($"/amber/link/not-me/{link}");
        await Keep("not-me");
        await _page.GetByRole(AriaRole.Button, new() { Name = "This was not me" }).ClickAsync();
        await Keep("not-me-done");
        await _page.GotoAsync($"/amber/link/not-me/{link}");
        await Keep("link-dead");
    }

    private async Task WithoutAnything()
    {
        await _world.SetPolicies(Policy.Required, Policy.Required);
        var client = await _world.Client(paired: false);
        await Password(client);
        await Keep("both-ways");
        await _page.GetByRole(AriaRole.Button, new() { Name = "Mail me the link" }).ClickAsync();
        await Keep("mail-sent");
    }

    private async Task AfterTheHold()
    {
        await _world.SetPolicies(Policy.Required, Policy.Optional);
        var client = await _world.Client(paired: false);
        await _world.Hold(client, _world.Now);
        await Password(client);
        await Keep("mfa-off");
        await SignOut(onGate: true);
    }

    private async Task Limited(Someone client)
    {
        await Password(client);
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            await Code("000000");
        }

        await Keep("cap");
    }

    private async Task InGerman()
    {
        await _world.Store.WriteAcross(db => db.Firms.Where(x => x.Id == _world.Amber).ExecuteUpdateAsync(set => set.SetProperty(x => x.Language, "de")));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await _page.GotoAsync("/amber/signin");
        await Keep("signin-de");
    }

    private async Task Password(Someone someone, string? password = null)
    {
        await _page.GotoAsync("/amber/signin");
        await _page.GetByLabel("Email").FillAsync(someone.Email);
        await _page.GetByLabel("Password").FillAsync(password ?? someone.Password);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    private async Task Code(string code)
    {
        await _page.Locator("#Code").FillAsync(code);
        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private async Task SignOut(bool onGate = false)
    {
        if (onGate)
        {
            await _page.GotoAsync("/amber/");
        }

        await _page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).First.ClickAsync();
    }

    private async Task Keep(string name)
    {
        // Both ground colours and both widths are looked at; the other two looks are for the pictures.
        if (_look is Look.Desktop or Look.PhoneDark)
        {
            await Axe(_page);
        }

        await Screenshot(_page, $"pages/{name}-{_look}");
    }
}
