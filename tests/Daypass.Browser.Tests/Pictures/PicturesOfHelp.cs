using Daypass.Browser.Tests.Authenticator;
using Daypass.Browser.Tests.Stories;
using Daypass.Domain;
using Daypass.Server.Notifications;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pictures;

/// <summary>
/// Takes the pictures of the help articles, in each language, from the pages as they are. Run by <c>./pictures</c>, which puts them where
/// the articles show them; not a test.
/// </summary>
public sealed class PicturesOfHelp(Browser browser, Stages stages) : PhoneStory(browser, stages)
{
    private const string Send = "main form .button:not(.quiet)";
    private readonly Dictionary<string, string[]> _names = new(StringComparer.Ordinal)
    {
        ["en"] = ["Alder & Finch", "Maren Holloway", "Jane Doe", "Tobias Quill", "Ines Marlowe", "Clara Monkton", "Ada Winter", "Work phone", "My phone"],
        ["de"] = ["Brandt Treuhand", "Klara Brandt", "Nora Freienwald", "Moritz Eglisau", "Edda Sarnen", "Berta Zinggerl", "Anton Ruferswil", "Geschäftstelefon", "Mein Telefon"],
    };

    private string _language = "";
    private IPage _page = null!;

    [Theory(Explicit = true), InlineData("en"), InlineData("de")]
    public async Task Are_taken_of_the_pages_of_today(string language)
    {
        _language = language;
        await Begin(DatabaseKind.Sqlite);
        var names = _names[language];
        await World.Store.WriteAcross(db => db.Firms.Where(x => x.Address == Firm).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, names[0]).SetProperty(x => x.Language, language)));
        var maren = await Called(Maren, names[1]);
        var staff = await Called(await Staff(), names[2]);
        await Called(await Staff(permissions: Permission.ManageClients), names[3]);
        var newcomer = await Called(await Staff(paired: false), names[4]);
        var client = await Called(await Client(), names[5]);
        var invited = await Called(await Client(paired: false), names[6]);
        await World.Store.WriteAcross(db => db.Authenticators.ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, names[7])));

        _page = await NewPerson((await World.Listen()).ToString());
        await TheWayIn(invited);
        await TheIssuer(maren, staff, client);
        await TheCode(staff);
        await TheProfile(staff);
        await ThePhone(newcomer, names[8]);
    }

    private async Task TheWayIn(Someone invited)
    {
        await Open("/signin");
        await Take("sign-in");
        await Open("/signin/forgot");
        await Take("forgot");
        await World.Store.Write(invited.Firm, db => db.Accounts.Where(x => x.Id == invited.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AccountState.Invited).SetProperty(x => x.PasswordHash, (string?)null).SetProperty(x => x.AcceptedAt, (DateTimeOffset?)null)));
        var link = await World.Store.Write(invited.Firm, async db => (await LinkTokens.Make(db, World.Now, await db.Accounts.SingleAsync(x => x.Id == invited.Id), LinkPurpose.Invitation)).Reveal());
        await Open($"/link/invitation/{link}");
        await Take("invitation");
    }

    private async Task TheIssuer(Someone maren, Someone staff, Someone client)
    {
        await SignIn(maren);
        await Open("/setup/staff", width: 1000);
        await Take("staff-list");
        await Open($"/setup/person/{staff.Id}?tab=access&show=settings");
        await Take("staff-access");
        await Open($"/setup/person/{client.Id}?tab=access&show=settings");
        await Take("client-access");
        await Open($"/setup/person/{staff.Id}/code");
        await _page.Locator("[value=LeftAtHome]").CheckAsync();
        await _page.Locator(Send).First.ClickAsync();
        await Take("code-shown", ".code-show");
        await SignOut();
    }

    private async Task TheCode(Someone staff)
    {
        await Password(staff);
        await _page.Locator("#Code").WaitForAsync();
        await Take("enter-code");
        var link = await World.Store.Write(staff.Firm, async db => (await LinkTokens.MakeNotMe(
            db, World.Now, await db.Accounts.SingleAsync(x => x.Id == staff.Id), await db.TemporaryCodes.FirstAsync(x => x.AccountId == staff.Id))).Reveal());
        await Open($"/link/not-me/{link}");
        await Take("not-me");
        await World.Store.Write(staff.Firm, db => db.TemporaryCodes.Where(x => x.AccountId == staff.Id).ExecuteDeleteAsync());
    }

    private async Task TheProfile(Someone staff)
    {
        await SignIn(staff);
        await Open("/profile");
        await Take("profile", "section.card");
        await Open("/profile/backup-codes");
        await _page.Locator(Send).First.ClickAsync();
        await _page.Locator(".backup").WaitForAsync();
        await Take("backup-codes", "main .card");
        await SignOut();
    }

    private async Task ThePhone(Someone newcomer, string name)
    {
        await Policies(Policy.Optional, Policy.Optional);
        var phone = await NewPerson((await World.Listen()).ToString(), Look.Phone, locale: _language == "de" ? "de-CH" : "en-GB");
        await phone.Clock.SetFixedTimeAsync(World.Now.UtcDateTime);
        await Password(newcomer);
        await _page.Locator(".who").WaitForAsync();
        await Open("/profile/devices/add");
        await _page.Locator("[type=password]").FillAsync(newcomer.Password);
        await _page.Locator(Send).First.ClickAsync();
        await _page.Locator(".qr").WaitForAsync();
        await Take("pair-phone", "main .card");
        var code = await _page.Locator("code.secret").InnerTextAsync();
        await phone.GotoAsync("/authenticator/#add");
        await phone.Locator("#code").FillAsync(code);
        await phone.Locator("#code-form button").ClickAsync();
        await phone.Locator("#phone-name").FillAsync(name);
        await phone.Locator("#pair-form button").ClickAsync();
        await phone.Locator("[data-screen=wait] .ask-number").WaitForAsync();
        await _page.Locator(".ask-number").WaitForAsync();
        await _page.Locator("main .button:not(.quiet)").First.ClickAsync();
        await phone.Locator("[data-screen=done]").WaitForAsync();

        await SignOut();
        await Password(newcomer);
        await _page.Locator(".ask-number").WaitForAsync();
        await Take("confirm-on-phone");
        await phone.GotoAsync("/authenticator/");
        await phone.Locator(".request input").WaitForAsync();
        await Take("is-this-you", "main", phone);
    }

    /// <summary>Wide enough for a desk, narrow enough to be read where it is shown.</summary>
    private async Task Open(string path, int width = 720)
    {
        await _page.SetViewportSizeAsync(width, 900);
        await _page.GotoAsync($"/{Firm}{path}");
    }

    private async Task Password(Someone someone)
    {
        await Open("/signin");
        await _page.Locator("#Email").FillAsync(someone.Email);
        await _page.Locator("#Password").FillAsync(someone.Password);
        await _page.Locator(Send).ClickAsync();
    }

    private async Task SignIn(Someone someone)
    {
        await Password(someone);
        await _page.Locator("#Code").FillAsync(World.NextTotpOf(someone));
        await _page.Locator(Send).First.ClickAsync();
        await _page.Locator(".who").WaitForAsync();
    }

    private async Task SignOut()
    {
        await Open("/");
        await _page.Locator(".who button").ClickAsync();
    }

    private async Task<Someone> Called(Someone someone, string name)
    {
        var domain = _names[_language][0].ToLowerInvariant().Replace(" & ", "-", StringComparison.Ordinal).Replace(' ', '-');
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@{domain}.example";
        await World.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.Name, name).SetProperty(x => x.Email, email).SetProperty(x => x.EmailKey, EmailAddress.KeyOf(email))));
        return someone with { Email = email };
    }

    private Task Take(string name, string part = "main", IPage? of = null) => WebP.Take(of ?? _page, (of ?? _page).Locator(part).First, $"{name}.{_language}");
}
