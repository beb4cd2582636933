using System.Net;
using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>The story, over HTTP: the primary administrator hands the role on (W2). Then one thing changes.</summary>
public sealed class HandingOn : IAsyncDisposable
{
    private World _world = null!;
    private Visitor _visitor = null!;
    private Someone _heir = null!;

    [Theory, OnBothDatabases]
    public async Task The_page_says_what_will_happen_asks_why_and_does_it(DatabaseKind database)
    {
        await Begin(database);
        await SignIn(_world.Primary);
        await _visitor.Open(PageOf(_heir));
        await _visitor.Follow("Hand the primary role on");
        Assert.Equal("Hand the primary role on to Ines Calloway", _visitor.Title);
        Assert.Contains("You stay an administrator.", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("You cannot take the role back.", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Press("Hand the role on");
        Assert.Equal("The role was not handed on", _visitor.Headline);
        Assert.Equal(["Choose a reason."], _visitor.Errors);
        Assert.Equal(_world.Primary.Id, await Primary());

        await _visitor.Fill(("Reason", "LeavesTheFirm"));
        Assert.Equal(PageOf(_heir) + "?done=hand-on", _visitor.At);
        Assert.Contains("Ines Calloway is the primary administrator now. All administrators are told by mail.", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(_heir.Id, await Primary());
        Assert.DoesNotContain(_visitor.Page.QuerySelectorAll("main a"), x => x.GetAttribute("href")!.Contains("/hand-on", StringComparison.Ordinal));
        await _visitor.Open("/amber/setup/activity");
        Assert.Contains("Primary role handed over", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Reason: leaves the firm.", _visitor.Text, StringComparison.Ordinal);
    }

    [Theory, OnBothDatabases]
    public async Task A_second_step_that_is_not_fresh_is_asked_first_and_the_reason_kept(DatabaseKind database)
    {
        await Begin(database);
        await SignIn(_world.Primary);
        _world.Clock.Advance(SessionRule.Fresh);
        await _visitor.Open(PageOf(_heir, "/hand-on"));
        await _visitor.Fill(("Reason", "DutiesChange"));
        Assert.StartsWith("/amber/profile/confirm", _visitor.At, StringComparison.Ordinal);
        Assert.Equal(_world.Primary.Id, await Primary());
        await _visitor.Fill(("Code", _world.NextTotpOf(_world.Primary)));

        Assert.StartsWith(PageOf(_heir, "/hand-on"), _visitor.At, StringComparison.Ordinal);
        Assert.Equal("DutiesChange", _visitor.Page.QuerySelector("[name=Reason][checked]")!.GetAttribute("value"));
        Assert.Equal(_world.Primary.Id, await Primary());
        await _visitor.Press("Hand the role on");
        Assert.Equal(_heir.Id, await Primary());
    }

    [Theory, OnBothDatabases]
    public async Task A_second_click_does_nothing_and_leads_to_what_stands_there_now(DatabaseKind database)
    {
        await Begin(database);
        await SignIn(_world.Primary);
        await _visitor.Open(PageOf(_heir, "/hand-on"));
        var again = _visitor.Request(_visitor.Page.Forms.Single(x => x.QuerySelector("[name=Reason]") is not null), [("Reason", "Other")]);
        await _visitor.Fill(("Reason", "Other"));
        await _visitor.Send(again);
        Assert.Contains("That was not possible any more.", _visitor.Text, StringComparison.Ordinal);
        Assert.Single(await _world.EventsOf(_heir), x => x.Kind == EventKind.PrimaryHandedOver);
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_primary_administrator_sees_the_link_and_only_at_an_administrator_who_can_sign_in_W1(DatabaseKind database)
    {
        await Begin(database);
        var (staff, without, gone) = (await _world.Staff(Permission.Both), await _world.Add(Kind.Staff, administrator: true), await _world.Administrator());
        await _world.Store.Write(_world.Amber, db => db.Accounts.Where(x => x.Id == gone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        await SignIn(_world.Primary);
        await ShowsTheLink(_heir, true);
        foreach (var other in new[] { staff, without, gone, _world.Primary })
        {
            await ShowsTheLink(other, false);
            await _visitor.Open(PageOf(other, "/hand-on"));
            Assert.Contains("That was not possible any more.", _visitor.Text, StringComparison.Ordinal);
        }

        await SignIn(await _world.Administrator());
        await ShowsTheLink(_heir, false);
        await SignIn(staff);
        await _visitor.Open(PageOf(_heir, "/hand-on"));
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Answer.StatusCode);
        Assert.Equal(_world.Primary.Id, await Primary());
    }

    private async Task Begin(DatabaseKind database)
    {
        _world = await World.Create(database);
        _visitor = await Visitor.To(_world);
        _heir = await _world.Administrator();
        await _world.Store.Write(_world.Amber, db => db.Accounts.Where(x => x.Id == _heir.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, "Ines Calloway")));
    }

    private async Task SignIn(Someone someone)
    {
        _visitor.Dispose();
        _visitor = await Visitor.To(_world);
        await (await _visitor.Open("/amber/signin")).Fill(("Email", someone.Email), ("Password", someone.Password));
        await _visitor.Fill(("Code", _world.NextTotpOf(someone)));
        Assert.Equal("/amber/", _visitor.At);
    }

    private async Task ShowsTheLink(Someone someone, bool shown)
    {
        await _visitor.Open(PageOf(someone));
        Assert.Equal(shown, _visitor.Page.QuerySelector($"a[href='{PageOf(someone, "/hand-on")}']") is not null);
    }

    private static string PageOf(Someone someone, string rest = "") => $"/amber/setup/person/{someone.Id}{rest}";

    private Task<Guid> Primary() => _world.Store.Read(_world.Amber, db => db.Accounts.Where(x => x.IsPrimary).Select(x => x.Id).SingleAsync());

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _world.DisposeAsync();
    }
}
