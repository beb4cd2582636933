using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>
/// The sign-in page while a phone is asked: it goes on by itself at every answer. In every look axe finds nothing, and the pictures are kept.
/// </summary>
public sealed class ThePhonesPages(Browser browser) : BrowserTest(browser)
{
    private IPage _page = null!;
    private World _world = null!;
    private PairedPhone _phone = null!;
    private Look _look;

    [Theory, InEveryLook]
    public async Task Go_on_by_themselves_and_are_usable_in_every_look(Look look)
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite);
        using var phone = _phone = await PairedPhone.Of(world, await world.Staff(paired: false));
        _look = look;
        _page = await NewPerson((await world.Listen()).ToString(), look);

        await Password();
        await Sees("Confirm on your phone");
        await Keep("phone");
        await phone.Deny();
        await Reads("Denied on the phone");
        await Keep("phone-denied");

        await Password();
        var asked = await phone.Asked();
        await phone.Answer(asked.Id, asked.Number == 42 ? 43 : 42);
        await Reads("another number was typed");
        await Keep("phone-wrong-number");
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await Press("Ask again");
        await Reads("seconds left");
        _world.Clock.Advance(ApprovalRule.Life);
        await _page.ReloadAsync();
        await Reads("The 60 seconds are over");
        await Keep("phone-expired");

        await OfflineCode();
        await WithATypingApp();
        await Approved();
        await WithALiveCode();
        await AskedTooOften();
        await InGerman();
    }

    private async Task OfflineCode()
    {
        await Press("Ask again");
        await _page.GetByText("No service on the phone?").ClickAsync();
        await Keep("phone-offline");
        await _page.GetByLabel("6-digit code").FillAsync("000000");
        await Press("Sign in");
        await Reads("Wrong code.");
        await Keep("phone-offline-wrong");
        await _page.GetByLabel("6-digit code").FillAsync(_world.TotpOf(_phone.Owner));
        await Press("Sign in");
        await IsIn();
    }

    private async Task WithATypingApp()
    {
        Next();
        var both = await _world.Pair(_phone.Owner);
        await Password();
        await Keep("phone-and-app");
        await _page.GetByLabel("6-digit code").FillAsync(_world.TotpOf(both));
        await Press("Sign in");
        await IsIn();
        await _world.Store.Write(_world.Amber, db => db.Authenticators.Where(x => x.Id == both.DeviceId).ExecuteDeleteAsync());
    }

    private async Task Approved()
    {
        Next();
        await Password();
        await Reads("seconds left");
        await _phone.Approve();
        await IsIn();
    }

    private async Task WithALiveCode()
    {
        Next();
        await _world.IssueAsOperator(_phone.Owner);
        await Password();
        await _page.GetByRole(AriaRole.Link, new() { Name = "I have my device again" }).ClickAsync();
        await Keep("phone-again");
        await Press("Ask my phone");
        await Reads("seconds left");
        await _phone.Approve();
        await IsIn();
    }

    private async Task AskedTooOften()
    {
        Next();
        // A browser without the cookie of one that signed in before.
        await _page.Context.ClearCookiesAsync();
        for (var i = 0; i < ApprovalRule.MostOpen; i++)
        {
            await _world.PassPassword(_phone.Owner);
        }

        await Password();
        await Reads("Your phone is not asked now");
        await Keep("phone-too-many");
        await _phone.Deny();
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await _world.PassPassword(_phone.Owner);
        await _phone.Deny();
        await Press("Ask my phone");
        await Reads("Your phone is not woken this time");
        await Keep("phone-quiet");
        for (var i = 0; i < TryCap.PerDay; i++)
        {
            await _world.SignInWith(_phone.Owner, "000000");
        }

        await _page.ReloadAsync();
        await Reads("No more codes until");
        await Keep("phone-cap");
    }

    private async Task InGerman()
    {
        Next();
        await _world.Store.WriteAcross(db => db.Firms.Where(x => x.Id == _world.Amber).ExecuteUpdateAsync(set => set.SetProperty(x => x.Language, "de")));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        await Password("E-Mail", "Passwort", "Weiter");
        await Reads("Noch");
        await Keep("phone-de");
    }

    /// <summary>Later, when nothing that was asked before counts.</summary>
    private void Next() => _world.Clock.Advance(ApprovalRule.BurstWindow);

    private async Task Password(string email = "Email", string password = "Password", string on = "Continue")
    {
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        await _page.Context.ClearCookiesAsync(new() { Name = "daypass-amber" });
        await _page.GotoAsync("/amber/signin");
        await _page.GetByLabel(email).FillAsync(_phone.Owner.Email);
        await _page.GetByLabel(password).FillAsync(World.Password);
        await Press(on);
    }

    private Task Press(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private Task Reads(string words) => Assertions.Expect(_page.GetByRole(AriaRole.Main)).ToContainTextAsync(words, new() { UseInnerText = true });

    private Task Sees(string title) => Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(title);

    private Task IsIn() => Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Hello");

    private async Task Keep(string name)
    {
        if (_look is Look.Desktop or Look.PhoneDark)
        {
            await Axe(_page);
        }

        await Screenshot(_page, $"pages/{name}-{_look}");
    }
}
