using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>H3: where nobody can be called back, another administrator confirms from a signed-in session.</summary>
public sealed class ConfirmTests
{
    [Theory, OnBothDatabases]
    public async Task Another_administrator_confirms_where_no_contact_is_old_enough_and_the_case_can_be_approved_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Unreachable(desk);
        await ADesk.Refused(CaseRefusal.CallBackMissing, desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
        Assert.IsType<ConfirmCaseResult.Done>(await Confirm(desk, id, desk.Other));

        var line = await desk.World.Store.Read(desk.World.Amber, db => db.CaseChecks.SingleAsync(x => x.Kind == CaseCheckKind.AdministratorConfirmed));
        Assert.Equal((desk.Other.Id, null), (line.AccountId, line.AgentId));
        await ADesk.Done(desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
        Assert.Equal(ConfirmRefusal.NotNow, await WhyNot(desk, id, desk.Other));
    }

    [Theory, OnBothDatabases]
    public async Task Where_somebody_can_be_called_it_is_refused_until_a_technician_who_tried_begins_the_wait_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await desk.Case(CaseState.Submitted);
        Assert.Equal(ConfirmRefusal.SomebodyIsReachable, await WhyNot(desk, id, desk.Other));
        await ADesk.Done(desk.Get<BeginWait>().Run(desk.Technician, id));
        Assert.IsType<ConfirmCaseResult.Done>(await Confirm(desk, id, desk.Other));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_asked_and_whom_it_is_about_confirm_nothing_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var third = await desk.World.Administrator();
        var id = await Unreachable(desk, desk.Other);
        Assert.Equal(ConfirmRefusal.NotYours, await WhyNot(desk, id, desk.World.Primary));
        Assert.Equal(ConfirmRefusal.NotYours, await WhyNot(desk, id, desk.Other));
        Assert.IsType<ConfirmCaseResult.NotFound>(await Confirm(desk, id, await desk.World.Staff(Permission.Both)));
        Assert.IsType<ConfirmCaseResult.NotFound>(await Confirm(desk, id, desk.World.OtherPrimary));
        Assert.IsType<ConfirmCaseResult.Done>(await Confirm(desk, id, third));
    }

    [Theory, OnBothDatabases]
    public async Task The_second_step_is_fresh_until_a_moment_before_15_minutes_and_the_session_is_no_limited_one(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Unreachable(desk);
        var me = await desk.World.SignedIn(desk.Other);
        Assert.IsType<ConfirmCaseResult.NotFound>(await desk.Get<ConfirmAsAdministrator>().Run(me with { LimitedAfterRecovery = true }, id));
        Assert.IsType<ConfirmCaseResult.NotFound>(await desk.Get<ConfirmAsAdministrator>().Run(me with { Kind = SessionKind.TemporaryCode }, id));
        desk.World.Clock.Advance(SessionRule.Fresh - TimeSpan.FromSeconds(1));
        Assert.Null((await desk.Get<FirmCases>().One(me, id))!.WhyNotConfirm);
        desk.World.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(ConfirmRefusal.SecondStepNotFresh, Assert.IsType<ConfirmCaseResult.Refused>(await desk.Get<ConfirmAsAdministrator>().Run(me, id)).Why);
    }

    [Theory, OnBothDatabases]
    public async Task A_case_that_is_not_submitted_or_is_frozen_takes_no_confirmation(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var open = await desk.Case();
        Assert.Equal(ConfirmRefusal.NotNow, await WhyNot(desk, open, desk.Other));
        var frozen = await Unreachable(desk);
        await desk.Stop(frozen, desk.World.Primary);
        Assert.Equal(ConfirmRefusal.NotNow, await WhyNot(desk, frozen, desk.Other));
    }

    /// <summary>A submitted case whose only contact to call changed of late.</summary>
    private static async Task<Guid> Unreachable(ADesk desk, Someone? about = null)
    {
        var id = await desk.Case(CaseState.Submitted, about: about);
        await desk.World.Store.Write(desk.World.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, desk.World.Now)));
        return id;
    }

    private static async Task<ConfirmCaseResult> Confirm(ADesk desk, Guid id, Someone by) => await desk.Get<ConfirmAsAdministrator>().Run(await desk.World.SignedIn(by), id);

    private static async Task<ConfirmRefusal> WhyNot(ADesk desk, Guid id, Someone by) => Assert.IsType<ConfirmCaseResult.Refused>(await Confirm(desk, id, by)).Why;
}
