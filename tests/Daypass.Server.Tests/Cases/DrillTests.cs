using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.Cases;
using Daypass.Server.Cases.Drills;
using Daypass.Server.Letters.Evidence;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>A drill runs through the queue like any other case, is told to no firm, and never reaches issuing.</summary>
public sealed class DrillTests
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_drill_that_a_technician_rejects_was_caught_and_says_by_whom_and_where(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk, DrillFlaw.NotSigned);
        await Submitted(desk, id);
        await ADesk.Done(desk.Get<RejectCase>().Run(desk.Technician, id, CaseRejection.LetterNotGood, "No signature"));

        var line = Assert.Single(await desk.Get<DrillResults>().Run(desk.Representative));
        Assert.Equal((DrillOutcome.Caught, CaseState.Submitted, DrillFlaw.NotSigned), (line.Outcome, line.StoppedAt, line.Flaw));
        Assert.Equal((desk.Technician.Name, desk.Representative.Name, desk.OtherTechnician.Name, CaseRejection.LetterNotGood, "No signature"), (line.EndedBy, line.PassedOnBy, line.StartedBy, line.Rejection, line.DecisionText));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_drill_that_a_representative_stops_was_caught_at_the_evidence(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        await ADesk.Done(desk.Get<WithdrawCase>().Run(desk.Representative, id));
        var line = Assert.Single(await desk.Get<DrillResults>().Run(desk.Technician));
        Assert.Equal((DrillOutcome.Caught, CaseState.Open, desk.Representative.Name, null), (line.Outcome, line.StoppedAt, line.EndedBy, line.PassedOnBy));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_drill_that_is_approved_ends_there_was_missed_and_issues_nothing_H4(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        await Submitted(desk, id);
        await desk.CallBack(id);
        await ADesk.Done(desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));

        var line = Assert.Single(await desk.Get<DrillResults>().Run(desk.Technician));
        Assert.Equal((DrillOutcome.Missed, desk.Technician.Name), (line.Outcome, line.EndedBy));
        Assert.Equal(CaseRefusal.Drill, Assert.IsType<IssueOnCaseResult.Refused>(await desk.Get<IssueOnCase>().Run(desk.Fresh(desk.Technician), Guid.NewGuid(), id)).Why);
        Assert.Empty(await desk.World.Store.ReadAcross(db => db.TemporaryCodes.ToListAsync()));
        var found = await desk.Read(id);
        Assert.Equal((CaseState.Approved, true), (found.State, found.ClosedAt is not null));
        // Nor later: the approval does not run out into another round.
        desk.World.Clock.Advance(TimeSpan.FromHours(2));
        await ADesk.Refused(CaseRefusal.WrongState, desk.Get<ApproveCase>().Run(desk.Fresh(desk.Technician), id, null));
        Assert.Equal(CaseState.Approved, (await desk.Get<LookAtCase>().Run(desk.Technician, id))!.Case.State);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_firm_is_told_nothing_and_its_activity_has_nothing_of_it(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        await Submitted(desk, id);
        await ADesk.Done(desk.Get<BeginWait>().Run(desk.Technician, id));
        await ADesk.Done(desk.Get<RejectCase>().Run(desk.Technician, id, CaseRejection.Suspicious, null));
        Assert.Empty(await desk.World.Store.ReadAcross(db => db.Notices.Where(x => x.CaseId == id).ToListAsync()));
        Assert.All(await desk.World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.CaseId == id).ToListAsync()), x => Assert.Equal(Guid.Empty, x.FirmId));
        Assert.Contains(EventKind.DrillEnded, await desk.EventsOf(id));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task While_it_runs_only_who_started_it_knows_and_afterwards_everybody(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        var (others, own) = ((await desk.Get<LookAtCase>().Run(desk.Technician, id))!, (await desk.Get<LookAtCase>().Run(desk.OtherTechnician, id))!);
        Assert.Equal((false, true), (others.Case.IsDrill, own.Case.IsDrill));
        Assert.DoesNotContain(others.History, x => x.Kind == EventKind.DrillStarted || x.ActorName == desk.OtherTechnician.Name);
        Assert.Contains(others.History, x => x.Kind == EventKind.CaseOpened && x.ActorName == desk.Representative.Name);
        Assert.Equal(NoticeKind.CaseOpened, Assert.Single(others.Told).Kind);
        Assert.False(await IsShownInQueue(desk, desk.Technician));
        Assert.True(await IsShownInQueue(desk, desk.OtherTechnician));
        Assert.Empty(await desk.Get<DrillResults>().Run(desk.Technician));
        Assert.Equal(DrillOutcome.Running, Assert.Single(await desk.Get<DrillResults>().Run(desk.OtherTechnician)).Outcome);
        Assert.Empty(await Activity(desk, desk.Technician));
        Assert.NotEmpty(await Activity(desk, desk.OtherTechnician));

        await ADesk.Done(desk.Get<WithdrawCase>().Run(desk.Representative, id));
        others = (await desk.Get<LookAtCase>().Run(desk.Technician, id))!;
        Assert.True(others.Case.IsDrill);
        Assert.Contains(others.History, x => x.Kind == EventKind.DrillStarted);
        Assert.NotEmpty(await Activity(desk, desk.Technician));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Whoever_started_it_takes_no_part_and_can_only_end_it(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        await Submitted(desk, id);
        await ADesk.Refused(CaseRefusal.NotYours, desk.Get<CallBack>().Run(desk.OtherTechnician, id, desk.World.Primary.Id, ContactKind.Email));
        await ADesk.Refused(CaseRefusal.NotYours, desk.Get<RejectCase>().Run(desk.OtherTechnician, id, CaseRejection.Suspicious, null));
        await ADesk.Done(desk.Get<WithdrawCase>().Run(desk.OtherTechnician, id));
        Assert.Equal(DrillOutcome.Called, Assert.Single(await desk.Get<DrillResults>().Run(desk.Technician)).Outcome);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_technician_starts_a_drill_for_an_administrator_and_the_same_form_twice_starts_one_W3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var request = Request(desk);
        Assert.Equal(CaseRefusal.NotYours, Refusal(await desk.Get<StartDrill>().Run(desk.Representative, request)));
        Assert.Equal(CaseRefusal.NotYours, Refusal(await desk.Get<StartDrill>().Run(desk.OtherTechnician, request with { InNameOf = desk.Technician.AgentId })));
        Assert.Equal(CaseRefusal.NotForSupport, Refusal(await desk.Get<StartDrill>().Run(desk.OtherTechnician, request with { Account = (await desk.World.Client()).Id })));
        Assert.IsType<OpenCaseResult.NotFound>(await desk.Get<StartDrill>().Run(desk.OtherTechnician, request with { Account = desk.World.OtherPrimary.Id }));
        Assert.Equal(await desk.Get<StartDrill>().Run(desk.OtherTechnician, request), await desk.Get<StartDrill>().Run(desk.OtherTechnician, request));
        Assert.Single(await desk.World.Store.ReadAcross(db => db.SupportCases.ToListAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Drills_raise_no_alarm_of_a_wave_H4(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        for (var i = 0; i <= WaveRule.MostForFirm; i++)
        {
            await Started(desk);
        }

        Assert.False(await desk.Get<Wave>().IsOn());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Drills_count_among_the_twenty_of_whoever_starts_them_and_not_of_whom_they_are_named_after_H3(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        for (var i = 0; i < CaseLimit.PerAgentAndHour; i++)
        {
            await Started(desk);
        }

        Assert.Equal(desk.World.Now + CaseLimit.Hour, Assert.IsType<OpenCaseResult.TooMany>(await desk.Get<StartDrill>().Run(desk.OtherTechnician, Request(desk))).Until);
        Assert.Equal(Guid.Empty, await desk.World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.Kind == EventKind.CaseStepRefused).Select(x => x.FirmId).SingleAsync()));
        await desk.Case();
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_that_runs_is_among_the_open_cases_of_the_look_up_as_it_is_in_the_queue_and_looks_at_it_are_not_the_firms(DatabaseKind database)
    {
        await using var desk = await ADesk.Open(database);
        var id = await Started(desk);
        var found = Assert.IsType<LookUpResult.Found>(await desk.Get<LookUp>().Run(desk.Technician, "amber", LookUpReason.LetterArrived));
        Assert.Equal(id, Assert.Single(Assert.Single(found.Firms).OpenCases).Id);
        Assert.Contains(found.Firms[0].Recent, x => x.Kind == EventKind.CaseOpened && x.ActorName == desk.Representative.Name);
        Assert.DoesNotContain(found.Firms[0].Recent, x => x.Kind == EventKind.DrillStarted || x.ActorName == desk.OtherTechnician.Name);
        Assert.False(await desk.World.Store.Read(desk.World.Amber, db => db.SecurityEvents.AnyAsync(x => x.CaseId == id)));
        await desk.Get<LookAtCase>().Run(desk.Technician, id);
        Assert.Equal(Guid.Empty, await desk.World.Store.ReadAcross(db => db.SecurityEvents.Where(x => x.Kind == EventKind.CaseViewed).Select(x => x.FirmId).SingleAsync()));
    }

    [Theory]
    [InlineData(DrillFlaw.SignedByAnother, "on behalf of Person 1", "")]
    [InlineData(DrillFlaw.NotSigned, "", "q 0.1")]
    [InlineData(DrillFlaw.OtherLetterhead, "Holdings International", "")]
    [InlineData(DrillFlaw.NewNumber, "+44 7700 900123", "")]
    [InlineData(DrillFlaw.AsksForAnother, "casey.morrow@firm.example", "person1@example.com")]
    [InlineData(DrillFlaw.NobodyAsked, "person1@example.com", "Holdings")]
    public async Task The_letter_has_the_one_thing_wrong_that_was_chosen_and_can_be_looked_at(DrillFlaw flaw, string has, string hasNot)
    {
        await using var desk = await ADesk.Open(DatabaseKind.Sqlite);
        var id = await Started(desk, flaw);
        var (letter, bytes) = await desk.World.Store.ReadAcross(async db => (await db.CaseLetters.SingleAsync(), (await db.LetterContents.SingleAsync()).Bytes));
        var text = System.Text.Encoding.Latin1.GetString(bytes);
        Assert.Contains(has, text, StringComparison.Ordinal);
        Assert.False(hasNot.Length > 0 && text.Contains(hasNot, StringComparison.Ordinal));
        Assert.Equal((id, 1, null), (letter.CaseId, letter.Pages, letter.Problem));
    }

    private static DrillRequest Request(ADesk desk, DrillFlaw flaw = DrillFlaw.NobodyAsked) =>
        new(Guid.NewGuid(), desk.World.Amber, desk.World.Primary.Id, flaw, CaseArrival.Fax, CodeReason.Lost, desk.Representative.AgentId);

    private static async Task<Guid> Started(ADesk desk, DrillFlaw flaw = DrillFlaw.NobodyAsked) =>
        Assert.IsType<OpenCaseResult.Opened>(await desk.Get<StartDrill>().Run(desk.OtherTechnician, Request(desk, flaw))).Case;

    private static async Task Submitted(ADesk desk, Guid id)
    {
        await ADesk.Done(desk.Get<CheckCase>().Run(desk.Representative, id, CaseCheckKind.Requester, true));
        await ADesk.Done(desk.Get<CheckCase>().Run(desk.Representative, id, CaseCheckKind.Letter, true));
        await ADesk.Done(desk.Get<SubmitCase>().Run(desk.Representative, id));
    }

    private static CaseRefusal Refusal(OpenCaseResult result) => Assert.IsType<OpenCaseResult.Refused>(result).Why;

    private static async Task<bool> IsShownInQueue(ADesk desk, AgentSignedIn viewer) => Assert.Single((await desk.Get<Queue>().Run(viewer, closed: false)).Lines).IsDrill;

    private static Task<List<SecurityEvent>> Activity(ADesk desk, AgentSignedIn viewer) => desk.World.Store.ReadAcross(db =>
        Drilling.WithoutRunning(db, db.SecurityEvents.Where(x => x.FirmId == Guid.Empty && x.CaseId != null), viewer.AgentId).ToListAsync());
}
