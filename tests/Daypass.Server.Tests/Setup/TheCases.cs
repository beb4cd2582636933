using System.Net;
using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.Server.Tests.Cases;
using Daypass.Server.Tests.Pages;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Setup;

/// <summary>Setup > Support cases, over HTTP: what the firm's administrators see of the desk (H6), and what they may say to it (H3).</summary>
public sealed class TheCases : IAsyncLifetime
{
    private ADesk _desk = null!;
    private Visitor _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _desk = await ADesk.Open(DatabaseKind.Sqlite);
        _visitor = await Visitor.To(_desk.World);
    }

    public async ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        await _desk.DisposeAsync();
    }

    [Fact]
    public async Task An_administrator_sees_each_act_of_the_desk_with_who_and_when_H6()
    {
        var id = await _desk.Case(CaseState.Approved);
        await _desk.Get<IssueOnCase>().Run(_desk.Fresh(_desk.Technician), Guid.NewGuid(), id);
        await SignIn(_desk.Other);
        await _visitor.Open("/amber/setup/cases");
        await _visitor.Follow($"Temporary code for {(await _desk.World.AccountOf(_desk.World.Primary)).Name}");
        foreach (var act in new[] { "Support case opened", "Support case: checked", "Support case submitted for decision", "Support case approved" })
        {
            Assert.Contains(act, _visitor.Text, StringComparison.Ordinal);
        }

        Assert.Contains("Support: " + _desk.Technician.Name, _visitor.Text, StringComparison.Ordinal);
        await _visitor.Open("/amber/setup/activity");
        Assert.Contains("Support case approved", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains("Code issued", _visitor.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_page_stops_a_case_after_a_question_and_says_so()
    {
        var id = await _desk.Case(CaseState.Submitted);
        await SignIn(_desk.Other);
        await _visitor.Open($"/amber/setup/cases/{id}");
        await _visitor.Follow("Stop this case");
        Assert.Null((await _desk.Read(id)).FrozenAt);
        await _visitor.Press("Stop the case");
        Assert.Equal($"/amber/setup/cases/{id}?done=stop", _visitor.At);
        Assert.Contains("Stopped. All administrators are told by mail.", _visitor.Text, StringComparison.Ordinal);
        Assert.Equal(_desk.Other.Id, (await _desk.Read(id)).FrozenBy);
    }

    [Fact]
    public async Task The_page_lets_another_administrator_confirm_where_nobody_can_be_called_H3()
    {
        var id = await _desk.Case(CaseState.Submitted);
        await SignIn(_desk.Other);
        await _visitor.Open($"/amber/setup/cases/{id}");
        Assert.DoesNotContain("I confirm this request", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Open($"/amber/setup/cases/{id}/confirm");
        Assert.Contains("not possible any more", _visitor.Text, StringComparison.Ordinal);

        await ADesk.Done(_desk.Get<BeginWait>().Run(_desk.Technician, id));
        await _visitor.Open($"/amber/setup/cases/{id}");
        await _visitor.Follow("I confirm this request");
        await _visitor.Press("I confirm this request");
        Assert.Contains("Confirmed. Support sees it, and decides.", _visitor.Text, StringComparison.Ordinal);
        Assert.Contains(CaseCheckKind.AdministratorConfirmed, await _desk.Standing(id));
    }

    [Fact]
    public async Task A_confirmation_asks_for_a_fresh_second_step_first_and_comes_back()
    {
        var id = await _desk.Case(CaseState.Submitted);
        await ADesk.Done(_desk.Get<BeginWait>().Run(_desk.Technician, id));
        await SignIn(_desk.Other);
        _desk.World.Clock.Advance(SessionRule.Fresh);
        await _visitor.Open($"/amber/setup/cases/{id}/confirm");
        Assert.StartsWith("/amber/profile/confirm", _visitor.At, StringComparison.Ordinal);
        await _visitor.Fill(("Code", _desk.World.NextTotpOf(_desk.Other)));
        Assert.Equal($"/amber/setup/cases/{id}/confirm", _visitor.At);
    }

    [Fact]
    public async Task The_mailed_link_asks_once_and_shows_where_the_case_stands_T1()
    {
        var id = await _desk.Case(CaseState.Submitted);
        var link = $"/amber/link/stop-case/{await _desk.StopLink(id, _desk.Other)}";
        await _visitor.Open(link);
        Assert.Equal("Stop this support case?", _visitor.Title);
        Assert.Null((await _desk.Read(id)).FrozenAt);
        await _visitor.Press("Stop the case");
        Assert.Equal((HttpStatusCode.Found, link), (_visitor.Answer.StatusCode, _visitor.At));
        Assert.Equal("The case is stopped", _visitor.Title);

        await ADesk.Done(_desk.Get<RejectCase>().Run(_desk.Technician, id, CaseRejection.Suspicious, null));
        await _visitor.Open(link);
        Assert.Equal("Support has rejected this case", _visitor.Title);
    }

    [Fact]
    public async Task The_link_of_a_hand_over_under_notice_says_that_it_ends_it_W2()
    {
        var id = await _desk.Case(CaseState.Approved, CaseKind.HandOver);
        await _visitor.Open($"/amber/link/stop-case/{await _desk.StopLink(id, _desk.World.Primary)}");
        Assert.Equal("Stop this hand-over?", _visitor.Title);
        await _visitor.Press("Stop the hand-over");
        Assert.Equal("The hand-over is off", _visitor.Title);
        await SignIn(_desk.Other);
        await _visitor.Open("/amber/setup/cases");
        Assert.Contains("Stopped for good", _visitor.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_who_are_no_administrators_and_drills_are_not_shown_W1()
    {
        var id = await _desk.Case(CaseState.Submitted);
        await SignIn(await _desk.World.Staff(Permission.Both));
        await _visitor.Open("/amber/setup/cases");
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Answer.StatusCode);
        await _visitor.Open("/amber/setup/staff");
        Assert.Null(_visitor.Page.QuerySelector("a[href$='/setup/cases']"));

        await _desk.World.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set.SetProperty(x => x.IsDrill, true)));
        await SignIn(_desk.Other);
        await _visitor.Open("/amber/setup/cases");
        Assert.Contains("No support case so far", _visitor.Text, StringComparison.Ordinal);
        await _visitor.Open($"/amber/setup/cases/{id}");
        Assert.Equal(HttpStatusCode.NotFound, _visitor.Answer.StatusCode);
    }

    private async Task SignIn(Someone who)
    {
        _visitor.Dispose();
        _visitor = await Visitor.To(_desk.World);
        await _visitor.Open("/amber/signin");
        await _visitor.Fill(("Email", who.Email), ("Password", World.Password));
        await _visitor.Fill(("Code", _desk.World.NextTotpOf(who)));
        Assert.Equal("/amber/", _visitor.At);
    }
}
