using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Notifications;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>H3: any administrator of the firm can freeze a case; a technician lifts the freeze after a new call back.</summary>
public sealed class FreezeTests
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_click_by_any_administrator_freezes_a_case_and_tells_all_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        Assert.Equal(StopEffect.Freeze, await desk.Stop(id, desk.Other));

        var now = await desk.Read(id);
        Assert.Equal((desk.World.Now, desk.Other.Id, CaseState.Submitted), (now.FrozenAt, now.FrozenBy, now.State));
        await desk.Told(id, NoticeKind.CaseFrozen, desk.World.Primary, desk.Other);
        Assert.Contains(EventKind.CaseFrozen, await desk.EventsOf(id));
        await ADesk.Refused(CaseRefusal.Frozen, desk.CallBackOf(id));
        await ADesk.Refused(CaseRefusal.Frozen, desk.Get<BeginWait>().Run(desk.Technician, id));
        await ADesk.Refused(CaseRefusal.Frozen, desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_freeze_ends_the_call_and_the_approval_so_that_no_code_is_issued_H3_H4(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Approved);
        await desk.Stop(id, desk.Other);

        Assert.Equal([CaseCheckKind.Requester, CaseCheckKind.Letter], await desk.Standing(id));
        Assert.Equal(CaseState.Submitted, (await desk.Read(id)).State);
        Assert.IsType<IssueOnCaseResult.Refused>(await desk.Get<IssueOnCase>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), id));
        Assert.Empty(await desk.World.Store.Read(desk.World.Amber, db => db.TemporaryCodes.ToListAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Half_of_a_days_wait_does_not_count_after_a_freeze_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        await ADesk.Done(desk.Get<BeginWait>().Run(desk.Technician, id));
        await desk.Told(id, NoticeKind.CaseWaitStarted, desk.World.Primary, desk.Other);
        await desk.Stop(id, desk.World.Primary);
        Assert.DoesNotContain(CaseCheckKind.Wait, await desk.Standing(id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_freeze_is_lifted_by_a_new_call_back_and_the_same_link_freezes_again_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Approved);
        var link = await desk.StopLink(id, desk.Other);
        await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link);

        await ADesk.Refused(CaseRefusal.NotYours, desk.Get<LiftFreeze>().Run(desk.Representative, id, desk.World.Primary.Id, ContactKind.Email));
        await ADesk.Refused(CaseRefusal.NoSuchContact, desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Phone));
        await ADesk.Done(desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
        Assert.Equal([CaseCheckKind.Requester, CaseCheckKind.Letter, CaseCheckKind.CallBack], await desk.Standing(id));
        await desk.Told(id, NoticeKind.CaseThawed, desk.World.Primary, desk.Other);
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));

        Assert.Equal(StopEffect.Freeze, await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));
        Assert.Equal(StopEffect.AlreadyFrozen, await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));
        Assert.Equal(2, (await desk.EventsOf(id)).Count(x => x == EventKind.CaseFrozen));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_contact_that_changed_within_30_days_lifts_no_freeze_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        await desk.Stop(id, desk.Other);
        await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, desk.World.Now)));
        desk.World.Clock.Advance(CaseRule.ContactAge - TimeSpan.FromSeconds(1));
        await ADesk.Refused(CaseRefusal.ContactTooNew, desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
        desk.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await ADesk.Done(desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Whoever_is_no_administrator_any_more_and_another_firms_administrator_stop_nothing(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        var link = await desk.StopLink(id, desk.Other);
        Assert.NotNull(await desk.Get<StopCaseByLink>().Look(desk.World.Amber, link));
        Assert.Null(await desk.Get<StopCaseByLink>().Run(desk.World.Birch, link));
        Assert.Null(await desk.Get<StopCase>().Run(await desk.World.SignedIn(desk.World.OtherPrimary), id));

        await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.Where(x => x.Id == desk.Other.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsAdministrator, false)));
        Assert.Null(await desk.Get<StopCaseByLink>().Look(desk.World.Amber, link));
        Assert.Null(await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));
        Assert.Null(await desk.Get<StopCase>().Run(await desk.World.SignedIn(desk.Other), id));
        Assert.Null((await desk.Read(id)).FrozenAt);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_link_shows_where_the_case_stands_for_seven_days_after_its_end_and_stops_nothing_T1(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        var link = await desk.StopLink(id, desk.Other);
        desk.World.Clock.Advance(TimeSpan.FromDays(100));
        await ADesk.Done(desk.Get<WithdrawCase>().Run(desk.Representative, id));
        Assert.Equal(StopEffect.TooLate, await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));

        desk.World.Clock.Advance(LinkTokens.StopCaseShows - TimeSpan.FromSeconds(1));
        Assert.Equal((StopEffect.TooLate, CaseState.Withdrawn), (await desk.Get<StopCaseByLink>().Look(desk.World.Amber, link)) is { } view ? (view.Effect, view.State) : default);
        desk.World.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await desk.Get<StopCaseByLink>().Look(desk.World.Amber, link));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_drill_cannot_be_seen_or_stopped_by_the_firm(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        var link = await desk.StopLink(id, desk.Other);
        await desk.World.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set.SetProperty(x => x.IsDrill, true)));
        Assert.Null(await desk.Get<StopCaseByLink>().Look(desk.World.Amber, link));
        Assert.Null(await desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));
        Assert.Null(await desk.Get<StopCase>().Run(await desk.World.SignedIn(desk.Other), id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_a_freeze_and_an_issue_at_the_same_moment_one_wins_H4(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        for (var round = 0; round < Samples.Of(3, 20); round++)
        {
            var id = await desk.Case(CaseState.Approved);
            var link = await desk.StopLink(id, desk.Other);
            var issue = Task.Run(() => desk.Get<IssueOnCase>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), id));
            var stop = Task.Run(() => desk.Get<StopCaseByLink>().Run(desk.World.Amber, link));
            var issued = await issue is IssueOnCaseResult.Answer { Result: IssueResult.Issued };
            Assert.Equal(issued ? StopEffect.TooLate : StopEffect.Freeze, await stop);
            desk.World.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task It_is_lifted_only_with_a_fresh_second_step_C15(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        await desk.Stop(id, desk.Other);
        desk.World.Clock.Advance(SessionRule.Fresh);
        await ADesk.Refused(CaseRefusal.SecondStepNotFresh, desk.Get<LiftFreeze>().Run(desk.Technician, id, desk.World.Primary.Id, ContactKind.Email));
        Assert.NotNull((await desk.Read(id)).FrozenAt);
        await ADesk.Done(desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
    }
}
