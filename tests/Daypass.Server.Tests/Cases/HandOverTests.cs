using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Hosting;
using Daypass.Server.People;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>W2: support hands the primary role over on a case, after 72 hours' notice that any administrator can stop.</summary>
public sealed class HandOverTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromSeconds(1);

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_role_changes_hands_72_hours_after_the_approval_and_not_before_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var heir = await desk.World.Staff();
        var id = await HandOverTo(desk, heir);
        Assert.Equal(desk.World.Now + TimeSpan.FromHours(72), (await desk.Read(id)).TakesEffectAt);
        await desk.Told(id, NoticeKind.HandOverAnnounced, desk.World.Primary, desk.Other, heir);

        desk.World.Clock.Advance(CaseRule.HandOverNotice - Instant);
        await TakeEffect(desk);
        Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
        desk.World.Clock.Advance(Instant);
        await TakeEffect(desk);
        await TakeEffect(desk);

        var (old, now) = (await desk.World.AccountOf(desk.World.Primary), await desk.World.AccountOf(heir));
        Assert.Equal((false, true, Permission.Both, AccountState.Active), (old.IsPrimary, old.IsAdministrator, old.Permissions, old.State));
        Assert.Equal((true, true, Permission.Both), (now.IsPrimary, now.IsAdministrator, now.Permissions));
        Assert.Equal(CaseState.Done, (await desk.Read(id)).State);
        await desk.Told(id, NoticeKind.PrimaryHandedOver, desk.World.Primary, desk.Other, heir);
        Assert.Equal([EventKind.HandOverAnnounced, EventKind.PrimaryHandedOver], (await desk.EventsOf(id)).Where(x => x is EventKind.HandOverAnnounced or EventKind.HandOverStopped or EventKind.PrimaryHandedOver));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Codes_and_sessions_of_before_do_not_outlive_the_change_of_role_C9_S3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        // With the password alone, which is not enough for an administrator.
        await desk.World.SetPolicies(Policy.Optional, Policy.Optional);
        var heir = await desk.World.Staff(paired: false);
        await HandOverTo(desk, heir);
        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        var session = await desk.World.SignedIn(heir);
        await OperatorIssues(desk, heir);
        await OperatorIssues(desk, desk.World.Primary);
        await TakeEffect(desk);

        Assert.Equal(CodeState.PermissionsChanged, (await desk.World.LastCodeOf(heir)).State);
        Assert.Equal(CodeState.PermissionsChanged, (await desk.World.LastCodeOf(desk.World.Primary)).State);
        Assert.NotNull(await desk.World.Store.Read(desk.World.Amber, db => db.Sessions.Where(x => x.Id == session.SessionId).Select(x => x.EndedAt).SingleAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Any_administrator_stops_it_for_good_by_the_link_and_from_a_session_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        foreach (var bySession in new[] { false, true })
        {
            var heir = await desk.World.Staff();
            var id = await HandOverTo(desk, heir);
            Assert.Equal(StopEffect.EndHandOver, bySession
                ? await desk.Get<StopCase>().Run(await desk.World.SignedIn(desk.Other), id)
                : await desk.Stop(id, desk.Other));

            desk.World.Clock.Advance(CaseRule.HandOverNotice + Instant);
            await TakeEffect(desk);
            Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
            Assert.Equal((CaseState.Stopped, null), ((await desk.Read(id)).State, (await desk.Read(id)).TakesEffectAt));
            await desk.Told(id, NoticeKind.HandOverStopped, desk.World.Primary, desk.Other, heir);
            await ADesk.Refused(CaseRefusal.WrongState, desk.Get<ApproveCase>().Run(desk.Fresh(desk.OtherTechnician), id, null));
        }
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Whoever_is_to_have_the_role_may_decline_it(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var heir = await desk.World.Staff();
        var id = await HandOverTo(desk, heir);
        Assert.Equal(StopEffect.EndHandOver, await desk.Stop(id, heir));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_suspended_primary_is_as_if_deactivated_and_becomes_it_when_the_role_has_gone_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var heir = await desk.World.Staff();
        var id = await HandOverTo(desk, heir);
        var session = await desk.World.SignedIn(desk.World.Primary);
        await OperatorIssues(desk, desk.World.Primary);
        var client = await desk.World.Client();
        await desk.World.Issue(session, client);
        await ADesk.Refused(CaseRefusal.NotYours, desk.Get<SuspendPrimary>().Run(desk.Representative, id));
        await ADesk.Done(desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), id));

        Assert.Equal(AccountState.Suspended, (await desk.World.AccountOf(desk.World.Primary)).State);
        Assert.IsType<PasswordResult.Refused>(await desk.World.EnterPassword(desk.World.Primary));
        Assert.Equal(CodeState.AccountDeactivated, (await desk.World.LastCodeOf(desk.World.Primary)).State);
        Assert.Equal(CodeState.IssuerLostAuthority, (await desk.World.LastCodeOf(client)).State);
        Assert.NotNull(await desk.World.Store.Read(desk.World.Amber, db => db.Sessions.Where(x => x.Id == session.SessionId).Select(x => x.EndedAt).SingleAsync()));
        await desk.Told(id, NoticeKind.PrimarySuspended, desk.World.Primary, desk.Other, heir);
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), id));

        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        await TakeEffect(desk);
        var old = await desk.World.AccountOf(desk.World.Primary);
        Assert.Equal((AccountState.Deactivated, false), (old.State, old.IsPrimary));
        Assert.Equal(heir.Id, await PrimaryOf(desk));
        Assert.False(await desk.World.Store.Read(desk.World.Amber, db => db.Authenticators.AnyAsync(x => x.AccountId == old.Id && x.State == AuthenticatorState.Paired)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_suspended_primary_freezes_a_hand_over_and_does_not_end_it_so_that_a_technician_calls_again(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, desk.Other);
        await ADesk.Done(desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), id));
        Assert.Equal(StopEffect.Freeze, await desk.Stop(id, desk.World.Primary));
        desk.World.Clock.Advance(CaseRule.HandOverNotice + Instant);
        await TakeEffect(desk);
        Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
        Assert.Equal(CaseState.Submitted, (await desk.Read(id)).State);

        // The whole way again: call, approval, 72 hours.
        await ADesk.Done(desk.Get<LiftFreeze>().Run(desk.Fresh(desk.Technician), id, desk.World.Primary.Id, ContactKind.Email));
        await ADesk.Done(desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
        Assert.Equal(desk.World.Now + CaseRule.HandOverNotice, (await desk.Read(id)).TakesEffectAt);
    }

    [Theory, OnBothDatabases("stopped", "rejected", "lifted")]
    public async Task A_suspension_ends_when_the_case_ends_otherwise_or_a_technician_lifts_it_W2(DatabaseKind database, string how)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, desk.Other);
        await ADesk.Done(desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), id));
        switch (how)
        {
            case "stopped": await desk.Stop(id, desk.Other); break;
            case "rejected": await ADesk.Done(desk.Get<RejectCase>().Run(desk.Technician, id, CaseRejection.Suspicious, null)); break;
            default: await ADesk.Done(desk.Get<LiftSuspension>().Run(desk.Fresh(desk.Technician), id)); break;
        }

        Assert.Equal(AccountState.Active, (await desk.World.AccountOf(desk.World.Primary)).State);
        Assert.Null((await desk.Read(id)).SuspendedAt);
        await desk.Told(id, NoticeKind.PrimarySuspensionLifted, desk.World.Primary, desk.Other);
        Assert.NotNull(await desk.World.SignedIn(desk.World.Primary));
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<LiftSuspension>().Run(desk.Fresh(desk.Technician), id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_primary_is_suspended_on_an_approved_hand_over_only_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var access = await desk.Case(CaseState.Approved);
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), access));
        var submitted = await desk.Case(CaseState.Submitted, CaseKind.HandOver);
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), submitted));
        Assert.Equal(AccountState.Active, (await desk.World.AccountOf(desk.World.Primary)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Where_nobody_is_there_to_hand_over_to_the_role_stays_where_it_is(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var heir = await desk.World.Staff();
        var id = await HandOverTo(desk, heir);
        await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.Where(x => x.Id == heir.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        await TakeEffect(desk);
        Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
        Assert.Equal(CaseState.Stopped, (await desk.Read(id)).State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_two_hand_overs_the_first_takes_effect_and_the_other_ends(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var (first, second) = (await HandOverTo(desk, desk.Other), await HandOverTo(desk, await desk.World.Staff()));
        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        await TakeEffect(desk);
        var states = new[] { (await desk.Read(first)).State, (await desk.Read(second)).State };
        Assert.Equal([CaseState.Done, CaseState.Stopped], states.Order());
        Assert.NotEqual(desk.World.Primary.Id, await PrimaryOf(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_hand_over_under_notice_ends_where_the_firm_hands_the_role_on_itself_to_another_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var heir = await desk.World.Staff();
        var id = await HandOverTo(desk, heir);
        await HandOn(desk, desk.World.Primary, desk.Other);
        await TakeEffect(desk);

        Assert.Equal((CaseState.Stopped, null), ((await desk.Read(id)).State, (await desk.Read(id)).TakesEffectAt));
        await desk.Told(id, NoticeKind.HandOverStopped, desk.World.Primary, desk.Other, heir);
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<SuspendPrimary>().Run(desk.Technician, id));
        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        await TakeEffect(desk);
        Assert.Equal(desk.Other.Id, await PrimaryOf(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_hand_over_under_notice_is_done_where_the_firm_hands_the_role_on_itself_to_the_same_person_W2(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, desk.Other);
        await HandOn(desk, desk.World.Primary, desk.Other);
        await TakeEffect(desk);

        Assert.Equal((CaseState.Done, null), ((await desk.Read(id)).State, (await desk.Read(id)).TakesEffectAt));
        Assert.DoesNotContain(NoticeKind.HandOverStopped, (await desk.World.NoticesAbout(desk.Other)).Select(x => x.Kind));
        Assert.Equal([EventKind.HandOverAnnounced, EventKind.HandOverOvertaken], (await desk.EventsOf(id)).Where(x => x is EventKind.HandOverAnnounced or EventKind.HandOverStopped or EventKind.HandOverOvertaken or EventKind.PrimaryHandedOver));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_hand_over_goes_on_where_the_role_came_back_and_not_before_its_time(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, await desk.World.Staff());
        await HandOn(desk, desk.World.Primary, desk.Other);
        await HandOn(desk, desk.Other, desk.World.Primary);
        await TakeEffect(desk);
        Assert.Equal(CaseState.Approved, (await desk.Read(id)).State);
        // The moment in which the job saw that the role had gone, and found it back.
        await desk.World.Store.Write(desk.World.Amber, async db => await HandOver.CarryOut(db, desk.World.Now, await CaseSteps.Hold(db, desk.World.Now, id)));
        Assert.Equal((CaseState.Approved, desk.World.Primary.Id), ((await desk.Read(id)).State, await PrimaryOf(desk)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_case_whose_requester_handed_the_role_on_is_not_decided_any_more_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var (approved, submitted) = (await desk.Case(CaseState.Approved, CaseKind.Access, desk.Other), await desk.Case(CaseState.Submitted, CaseKind.HandOver, await desk.World.Staff()));
        await desk.CallBack(submitted);
        await HandOn(desk, desk.World.Primary, desk.Other);
        Assert.Equal(CaseRefusal.RequesterChanged, Assert.IsType<IssueOnCaseResult.Refused>(await desk.Get<IssueOnCase>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), approved)).Why);
        await ADesk.Refused(CaseRefusal.RequesterChanged, desk.Get<ApproveCase>().Run(desk.Technician, submitted, null));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Nothing_is_handed_over_while_the_clocks_are_in_alarm(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        await HandOverTo(desk, desk.Other);
        desk.World.Clock.Advance(CaseRule.HandOverNotice);
        var alarm = new ClockAlarm(desk.World.Clock) { Compares = true };
        alarm.Look(newest: null, database: (desk.World.Now, desk.World.Now - TimeSpan.FromMinutes(1)));
        await new HandOversTakeEffect(desk.World.Store, desk.World.Clock, alarm, NullLogger<HandOversTakeEffect>.Instance).Do(TestContext.Current.CancellationToken);
        Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
    }

    private static async Task<Guid> HandOverTo(ADesk desk, Someone heir)
    {
        var id = await desk.Case(CaseState.Submitted, CaseKind.HandOver, heir);
        await desk.CallBack(id);
        await ADesk.Done(desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
        return id;
    }

    private static async Task HandOn(ADesk desk, Someone from, Someone to) =>
        Assert.Equal(HandOnResult.Done, await desk.Get<HandOnPrimary>().Run(await desk.World.SignedIn(from), to.Id, HandOnReason.Other));

    /// <summary>The chore, as the server does it.</summary>
    private static Task TakeEffect(ADesk desk) => desk.World.Get<IEnumerable<IChore>>().OfType<HandOversTakeEffect>().Single().Do(TestContext.Current.CancellationToken);

    private static Task<Guid> PrimaryOf(ADesk desk) => desk.World.Store.Read(desk.World.Amber, db => db.Accounts.Where(x => x.IsPrimary).Select(x => x.Id).SingleAsync());

    private static async Task OperatorIssues(ADesk desk, Someone person)
    {
        await desk.World.Hold(person, Hold.OpenEnd);
        await desk.World.IssueAsOperator(person);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_a_technician_who_leaves_the_notice_ends_and_the_firms_activity_says_so_H4_H6(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, desk.Other);
        await desk.Get<RetireAgent>().Run(desk.Technician.Email);
        Assert.Equal((CaseState.Submitted, null), ((await desk.Read(id)).State, (await desk.Read(id)).TakesEffectAt));
        var line = await desk.World.Store.Read(desk.World.Amber, db => db.SecurityEvents.SingleAsync(x => x.Kind == EventKind.CaseApprovalTakenBack));
        Assert.Equal((ActorKind.Operator, id), (line.Actor, line.CaseId));
        desk.World.Clock.Advance(CaseRule.HandOverNotice + Instant);
        await TakeEffect(desk);
        Assert.Equal(desk.World.Primary.Id, await PrimaryOf(desk));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_primary_is_suspended_and_let_in_again_only_with_a_fresh_second_step_C15(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await HandOverTo(desk, desk.Other);
        desk.World.Clock.Advance(SessionRule.Fresh);
        await ADesk.Refused(CaseRefusal.SecondStepNotFresh, desk.Get<SuspendPrimary>().Run(desk.Technician, id));
        await ADesk.Done(desk.Get<SuspendPrimary>().Run(desk.Fresh(desk.Technician), id));
        await ADesk.Refused(CaseRefusal.SecondStepNotFresh, desk.Get<LiftSuspension>().Run(desk.Technician, id));
        Assert.Equal(AccountState.Suspended, (await desk.World.AccountOf(desk.World.Primary)).State);
    }
}
