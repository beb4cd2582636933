using Daypass.Domain;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Daypass.Browser.Tests.Pages;

/// <summary>Every page that an administrator meets under Setup: axe finds nothing, it fits a phone, light and dark pictures are kept.</summary>
public sealed class TheSetupPages(Browser browser) : BrowserTest(browser)
{
    // Those that differ most. Axe takes longer than all else, and the words of a page are the same in every look.
    private static readonly string[] _alsoTriedDark = ["staff", "issue-wrong", "code-shown", "person-code", "activity", "hand-on"];

    private IPage _page = null!;
    private World _world = null!;

    [Fact]
    public async Task Are_usable_wide_and_narrow_light_and_dark()
    {
        await using var world = _world = await World.Create(DatabaseKind.Sqlite);
        _page = await NewPerson((await world.Listen()).ToString());
        await SignIn(world.Primary);
        await TheLists();
        await Adding();
        await ACode(await Named("Jane Doe", await world.Client()));
        await APerson(await Named("Theo Lindqvist", await world.Staff(Permission.ManageClients, paired: false)));
        await ThePrimaryRole(await Named("Idris Vale", await world.Administrator()));
        await TheFirm();
    }

    private async Task TheLists()
    {
        await Keep("clients-none", "clients");
        await Named("Ines Calloway", await _world.Client());
        await Named("Bartholomew Featherstonehaugh-Montgomery", await _world.Client(paired: false));
        await Keep("clients", "clients");
        await Keep("clients-not-found", "clients?q=hollowy");
        await Keep("staff", "staff");
    }

    private async Task Adding()
    {
        await Keep("add", "staff/add");
        await _page.GetByLabel("Email").FillAsync("no address");
        await Press("Add");
        await Keep("add-wrong");
        Assert.StartsWith("Error: ", await _page.TitleAsync(), StringComparison.Ordinal);
    }

    private async Task ACode(Someone client)
    {
        await Keep("person", $"person/{client.Id}");
        await Keep("person-no-code", $"person/{client.Id}?tab=access&show=settings");
        await Keep("issue", $"person/{client.Id}/code");
        await Assertions.Expect(_page.GetByLabel("What happened?")).ToBeHiddenAsync();
        await _page.GetByRole(AriaRole.Radio, new() { Name = "Other" }).CheckAsync();
        await Assertions.Expect(_page.GetByLabel("What happened?")).ToBeVisibleAsync();
        await _page.GotoAsync($"/amber/setup/person/{client.Id}/code");
        await Press("Issue the code");
        await Keep("issue-wrong");
        Assert.StartsWith("Error: ", await _page.TitleAsync(), StringComparison.Ordinal);
        await _page.GetByRole(AriaRole.Radio, new() { Name = "Left at home" }).CheckAsync();
        await Press("Issue the code");
        await Keep("code-shown");
        await _page.ReloadAsync();
        await Keep("code-already-shown");
        await Keep("person-code", $"person/{client.Id}?tab=access&show=settings");
        await Keep("issue-replaces", $"person/{client.Id}/code");
        await Keep("lost", $"person/{client.Id}/lost/{client.DeviceId}");
        await Keep("remove-code", $"person/{client.Id}/remove-code");
        await Keep("deactivate", $"person/{client.Id}/deactivate");
    }

    private async Task APerson(Someone staff)
    {
        await Keep("permissions", $"person/{staff.Id}/permissions");
        var wait = Guid.CreateVersion7(_world.Now);
        await _world.Store.Write(staff.Firm, db =>
        {
            db.MailboxWaits.Add(new MailboxWait { Id = wait, FirmId = staff.Firm, AccountId = staff.Id, StartedAt = _world.Now, EndsAt = _world.Now.AddHours(24) });
            return Task.CompletedTask;
        });
        await Keep("person-wait", $"person/{staff.Id}?tab=access&show=settings");
        await Keep("stop-wait", $"person/{staff.Id}/stop-wait/{wait}");
    }

    private async Task ThePrimaryRole(Someone other)
    {
        await Keep("person-administrator", $"person/{other.Id}");
        await Keep("hand-on", $"person/{other.Id}/hand-on");
        await Press("Hand the role on");
        await Keep("hand-on-wrong");
    }

    private async Task TheFirm()
    {
        await Keep("options", "options");
        await Press("Save");
        await Keep("options-saved");
        await Keep("activity", "activity");
        await Keep("activity-nobody", "activity?who=hollowy");
        await Keep("activity-of-one", $"activity?person={_world.Primary.Id}");
    }

    private async Task<Someone> Named(string name, Someone someone)
    {
        await _world.Store.Write(someone.Firm, db => db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.Name, name).SetProperty(x => x.Phone, "+44 20 7946 0321")));
        return someone;
    }

    private async Task SignIn(Someone someone)
    {
        await Named("Maren Holloway", someone);
        await _page.GotoAsync("/amber/signin");
        await _page.GetByLabel("Email").FillAsync(someone.Email);
        await _page.GetByLabel("Password").FillAsync(someone.Password);
        await Press("Continue");
        await _page.Locator("#Code").FillAsync(_world.NextTotpOf(someone));
        await Press("Sign in");
        await Assertions.Expect(_page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Hello");
    }

    private Task Press(string button) => _page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    private async Task Keep(string name, string? path = null)
    {
        if (path is not null)
        {
            var answer = await _page.GotoAsync($"/amber/setup/{path}");
            Assert.Equal(200, answer!.Status);
        }

        await Axe(_page);
        await Screenshot(_page, $"setup/{name}-wide");

        // The same page as a phone at night shows it: turned, not loaded again.
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await _page.SetViewportSizeAsync(390, 844);
        Assert.True(await _page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), $"{name} is wider than a phone.");
        if (_alsoTriedDark.Contains(name))
        {
            await Axe(_page);
        }

        await Screenshot(_page, $"setup/{name}-narrow-dark");
        await _page.SetViewportSizeAsync(1280, 860);
        await _page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
    }
}
