using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.SignIn;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Cases;

/// <summary>H3, H4, W3: the story of a case, and one thing changes.</summary>
public sealed class ACase
{
    [Theory, OnBothDatabases]
    public async Task Lets_the_locked_out_primary_administrator_back_in_and_leaves_its_trace_in_the_firm_H3_H4_H6(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var digits = await story.Issued();

        Assert.IsType<CodeResult.Admitted>(await story.World.SignInWith(story.World.Primary, digits));
        Assert.Equal(
            [EventKind.CaseOpened, EventKind.CaseChecked, EventKind.CaseChecked, EventKind.CaseSubmitted, EventKind.CaseChecked, EventKind.CaseApproved],
            await story.Events());
        var code = await story.World.LastCodeOf(story.World.Primary);
        Assert.Equal((ActorKind.Support, story.Technician.AgentId), (code.IssuerKind, code.IssuedBy!.Value));
        Assert.Equal(CaseState.Done, (await story.Read()).State);
        Assert.Contains(await story.World.NoticesAbout(story.World.Primary), x => x is { Kind: NoticeKind.CaseOpened, CaseId: not null });
        Assert.Contains(await story.World.EventsOf(story.World.Primary), x => x is { Kind: EventKind.CodeIssued, Actor: ActorKind.Support });
    }

    [Theory, OnBothDatabases]
    public async Task Issues_once_also_from_the_same_form_and_by_another_technician_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        var operation = Guid.NewGuid();
        CaseStory.DigitsOf(await story.Issue(operation: operation));

        Assert.IsType<IssueResult.AlreadyShown>(Assert.IsType<IssueOnCaseResult.Answer>(await story.Issue(operation: operation)).Result);
        CaseStory.Refused(CaseRefusal.ApprovalUsed, await story.Issue());
        CaseStory.Refused(CaseRefusal.ApprovalUsed, await story.Issue(await story.World.Agent(AgentRole.Technician)));
    }

    [Theory, OnBothDatabases]
    public async Task Issues_one_code_when_two_technicians_issue_at_the_same_moment_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        var other = await story.World.Agent(AgentRole.Technician);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => story.Issue(i % 2 == 0 ? story.Technician : other))));
        Assert.Single(results, x => x is IssueOnCaseResult.Answer { Result: IssueResult.Issued });
        Assert.Equal(7, results.Count(x => x is IssueOnCaseResult.Refused { Why: CaseRefusal.ApprovalUsed }));
    }

    [Theory, OnBothDatabases]
    public async Task Is_good_for_an_hour_then_a_technician_approves_anew_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        story.World.Clock.Advance(CaseRule.ApprovalLife);
        story.TechnicianConfirms();
        CaseStory.Refused(CaseRefusal.ApprovalExpired, await story.Issue());
        Assert.Equal(CaseState.Submitted, (await story.Read()).State);

        CaseStory.Done(await story.Approve());
        story.World.Clock.Advance(TimeSpan.FromMinutes(14));
        CaseStory.DigitsOf(await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Is_not_issued_on_by_a_technician_whose_second_step_is_old_C15(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        story.World.Clock.Advance(SessionRule.Fresh);
        Assert.Equal(RefusalToIssue.SecondStepNotFresh,
            Assert.IsType<IssueResult.Refused>(Assert.IsType<IssueOnCaseResult.Answer>(await story.Issue()).Result).Why);
        story.TechnicianConfirms();
        CaseStory.DigitsOf(await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Is_opened_by_a_representative_for_administrators_only_W3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var (client, staff) = (await story.World.Client(), await story.World.Staff(Permission.Both));
        await Refused(CaseRefusal.NotYours, story.Open(by: story.Technician));
        await Refused(CaseRefusal.NotForSupport, story.Open(x => x with { Account = client.Id }));
        await Refused(CaseRefusal.NotForSupport, story.Open(x => x with { Account = staff.Id }));
        Assert.IsType<OpenCaseResult.NotFound>(await story.Open(x => x with { Account = story.World.OtherPrimary.Id }));
        Assert.IsType<OpenCaseResult.Opened>(await story.Open(x => x with { Account = client.Id, Kind = CaseKind.RemoveCode }));

        static async Task Refused(CaseRefusal why, Task<OpenCaseResult> opening) => Assert.Equal(why, Assert.IsType<OpenCaseResult.Refused>(await opening).Why);
    }

    [Theory, OnBothDatabases]
    public async Task Sent_twice_from_one_form_is_one_case(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var first = Assert.IsType<OpenCaseResult.Opened>(await story.Open());
        var again = Assert.IsType<OpenCaseResult.Opened>(await story.Open(x => x with { Id = first.Case }));
        Assert.Equal(first, again);
        Assert.Single(await story.World.NoticesAbout(story.World.Primary), x => x.Kind == NoticeKind.CaseOpened);
    }

    [Theory, OnBothDatabases]
    public async Task Is_told_to_the_administrators_of_its_firm_and_to_no_other_T1(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var administrator = await story.World.Administrator();
        await story.Open();
        var told = await story.World.Store.ReadAcross(db => db.Notices.Where(x => x.Kind == NoticeKind.CaseOpened).Select(x => x.RecipientId).ToListAsync());
        Assert.Equal(new[] { story.World.Primary.Id, administrator.Id }.Order(), told.Order());
    }

    [Theory, OnBothDatabases]
    public async Task Is_neither_submitted_without_requester_and_letter_nor_approved_without_the_call_back_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Open();
        CaseStory.Refused(CaseRefusal.RequesterMissing, await story.Submit());
        CaseStory.Done(await story.Check(CaseCheckKind.Requester));
        CaseStory.Refused(CaseRefusal.LetterMissing, await story.Check(CaseCheckKind.Letter));
        CaseStory.Refused(CaseRefusal.LetterMissing, await story.Submit());
        await story.AddLetter();
        CaseStory.Done(await story.Check(CaseCheckKind.Letter));
        CaseStory.Done(await story.Submit());
        CaseStory.Refused(CaseRefusal.CallBackMissing, await story.Approve());
        CaseStory.Refused(CaseRefusal.ApprovalExpired, await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Keeps_who_ticked_and_who_took_it_back_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Open();
        CaseStory.Done(await story.Check(CaseCheckKind.Requester));
        CaseStory.Done(await story.Check(CaseCheckKind.Requester, done: false));
        CaseStory.Refused(CaseRefusal.RequesterMissing, await story.Submit());
        CaseStory.Done(await story.Check(CaseCheckKind.Requester));
        var lines = await story.World.Store.Read(story.World.Amber, db => db.CaseChecks.OrderBy(x => x.At).ThenBy(x => x.EndedAt == null).Select(x => x.EndedAt != null).ToListAsync());
        Assert.Equal([true, false], lines);
    }

    [Theory, OnBothDatabases]
    public async Task Is_called_back_on_a_contact_unchanged_for_30_days_of_the_requester_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var administrator = await story.World.Administrator();
        await story.Submitted();
        CaseStory.Refused(CaseRefusal.NoSuchContact, await story.CallBack(person: administrator.Id));
        CaseStory.Refused(CaseRefusal.NoSuchContact, await story.CallBack(person: story.World.OtherPrimary.Id));
        CaseStory.Refused(CaseRefusal.NotYours, await story.CallBack(story.Representative));
        await ContactChanged(story, story.World.Now - CaseRule.ContactAge + TimeSpan.FromSeconds(1));
        CaseStory.Refused(CaseRefusal.ContactTooNew, await story.CallBack());
        CaseStory.Refused(CaseRefusal.ContactTooNew, await story.CallBack(contact: ContactKind.Email));
        await ContactChanged(story, story.World.Now - CaseRule.ContactAge);
        CaseStory.Done(await story.CallBack());
        CaseStory.Done(await story.Approve());
    }

    [Theory, OnBothDatabases]
    public async Task Waits_24_hours_where_nobody_is_reached_and_tells_every_administrator_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Submitted();
        CaseStory.Refused(CaseRefusal.NotYours, await story.World.Get<BeginWait>().Run(story.Representative, story.Case));
        CaseStory.Done(await story.World.Get<BeginWait>().Run(story.Technician, story.Case));
        CaseStory.Done(await story.World.Get<BeginWait>().Run(story.Technician, story.Case));
        Assert.Single(await story.World.NoticesAbout(story.World.Primary), x => x.Kind == NoticeKind.CaseWaitStarted);
        story.World.Clock.Advance(CaseRule.Wait - TimeSpan.FromSeconds(1));
        CaseStory.Refused(CaseRefusal.WaitNotOver, await story.Approve());
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        CaseStory.Done(await story.Approve());
    }

    [Theory, OnBothDatabases]
    public async Task Is_not_decided_by_who_prepared_it_whatever_the_row_of_the_agent_says_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Submitted();
        CaseStory.Done(await story.CallBack());
        CaseStory.Refused(CaseRefusal.NotYours, await story.Approve(story.Representative));
        await story.World.Store.WriteAcross(db => db.SupportCases.ExecuteUpdateAsync(set => set.SetProperty(x => x.OpenedBy, story.Technician.AgentId)));
        CaseStory.Refused(CaseRefusal.NotYours, await story.Approve());
        CaseStory.Refused(CaseRefusal.NotYours, await story.World.Get<RejectCase>().Run(story.Technician, story.Case, CaseRejection.Suspicious, null));
    }

    [Theory, OnBothDatabases]
    public async Task Ends_where_the_requester_is_not_the_primary_administrator_any_more_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var heir = await story.World.Administrator();
        await story.Approved();
        await story.World.Store.Write(story.World.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsPrimary, false)));
        await story.World.Store.Write(story.World.Amber, db => db.Accounts.Where(x => x.Id == heir.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.IsPrimary, true)));
        CaseStory.Refused(CaseRefusal.RequesterChanged, await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Rejected_issues_nothing_any_more_also_after_it_was_approved_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        CaseStory.Done(await story.World.Get<RejectCase>().Run(story.Technician, story.Case, CaseRejection.SignatureDiffers, "Compared with the file."));
        Assert.IsType<IssueOnCaseResult.Refused>(await story.Issue());
        CaseStory.Refused(CaseRefusal.WrongState, await story.Approve());
        Assert.Equal((CaseState.Rejected, CaseRejection.SignatureDiffers), ((await story.Read()).State, (await story.Read()).Rejection));
    }

    [Theory, OnBothDatabases]
    public async Task Keeps_its_approval_where_issuing_is_refused_for_another_reason_C8(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        await story.World.Store.Write(story.World.Amber, db => db.Accounts.Where(x => x.Id == story.World.Primary.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Deactivated)));
        CaseStory.Refused(CaseRefusal.RequesterChanged, await story.Issue());
        await story.World.Store.Write(story.World.Amber, db => db.Accounts.Where(x => x.Id == story.World.Primary.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Active)));
        CaseStory.DigitsOf(await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Is_not_moved_by_an_agent_whose_session_ended_meanwhile(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        await story.World.Store.WriteAcross(db => db.AgentSessions.ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, story.World.Now)));
        CaseStory.Refused(CaseRefusal.SignedOut, await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Opened_in_a_wave_is_approved_by_a_second_technician_as_well_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            await story.Open();
        }

        Assert.False(await story.World.Get<Wave>().IsOn());
        await story.Approved();
        Assert.True(await story.World.Get<Wave>().IsOn());
        CaseStory.Refused(CaseRefusal.SecondApprovalMissing, await story.Issue());
        CaseStory.Refused(CaseRefusal.NotYours, await story.Approve());
        CaseStory.Done(await story.Approve(await story.World.Agent(AgentRole.Technician)));
        CaseStory.DigitsOf(await story.Issue());
        Assert.Equal(1, await story.World.Store.ReadAcross(db => db.SecurityEvents.CountAsync(x => x.Kind == EventKind.WaveAlarmOn)));
    }

    [Theory, OnBothDatabases]
    public async Task Removes_a_code_without_a_letter_and_the_device_is_asked_again_H5(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var staff = await story.World.Staff();
        await story.World.Issue(await story.World.SignedIn(story.World.Primary), staff);
        await story.Open(x => x with { Kind = CaseKind.RemoveCode, Account = staff.Id });
        CaseStory.Done(await story.Check(CaseCheckKind.Requester));
        CaseStory.Done(await story.Submit());
        CaseStory.Done(await story.CallBack());
        CaseStory.Done(await story.Approve());
        CaseStory.Refused(CaseRefusal.WrongState, await story.Issue());

        var (result, removal) = await story.World.Get<RemoveOnCase>().Run(story.Technician with { ConfirmedAt = story.World.Now }, story.Case);
        CaseStory.Done(result);
        Assert.Equal(RemoveResult.Removed, removal);
        Assert.Equal(CodeState.Removed, (await story.World.LastCodeOf(staff)).State);
        Assert.IsType<CodeResult.Admitted>(await story.World.SignInWith(staff, story.World.NextTotpOf(staff)));
        CaseStory.Refused(CaseRefusal.ApprovalUsed, (await story.World.Get<RemoveOnCase>().Run(story.Technician with { ConfirmedAt = story.World.Now }, story.Case)).Case);
    }

    [Theory, OnBothDatabases]
    public async Task Leaves_no_code_behind_when_who_issued_it_leaves_the_desk_C9(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var digits = await story.Issued();
        await story.World.Get<RetireAgent>().Run(story.Technician.Email);
        Assert.Equal(CodeState.IssuerLostAuthority, (await story.World.LastCodeOf(story.World.Primary)).State);
        Assert.IsNotType<CodeResult.Admitted>(await story.World.SignInWith(story.World.Primary, digits));
    }

    [Theory, OnBothDatabases]
    public async Task Is_frozen_and_decided_anew_also_after_the_technician_lost_their_device_H3_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        await story.World.Get<ResetAgent>().Run(story.Technician.Email);
        var other = await story.World.Agent(AgentRole.Technician);
        CaseStory.Refused(CaseRefusal.ApprovalExpired, await story.Issue(other));
        Assert.Equal(CaseState.Submitted, (await story.Read()).State);
        Assert.Equal(StopEffect.Freeze, await story.World.Get<StopCase>().Run(await story.World.SignedIn(story.World.Primary), story.Case));
        CaseStory.Done(await story.World.Get<LiftFreeze>().Run(other with { ConfirmedAt = story.World.Now }, story.Case, story.World.Primary.Id, ContactKind.Phone));
        CaseStory.Done(await story.Approve(other));
        CaseStory.DigitsOf(await story.Issue(other));
    }

    [Theory, OnBothDatabases]
    public async Task Is_not_approved_on_a_call_back_of_somebody_who_left_the_desk_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Submitted();
        CaseStory.Done(await story.CallBack());
        await story.World.Get<RetireAgent>().Run(story.Technician.Email);
        CaseStory.Refused(CaseRefusal.CallBackMissing, await story.Approve(await story.World.Agent(AgentRole.Technician)));
    }

    [Theory, OnBothDatabases]
    public async Task Is_not_vouched_for_by_an_administrator_who_was_dismissed_W2(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var (heir, dismissed) = (await story.World.Staff(), await story.World.Administrator());
        await story.World.Store.Write(story.World.Amber, db => db.Accounts.Where(x => x.Id == dismissed.Id).ExecuteUpdateAsync(set => set
            .SetProperty(x => x.State, AccountState.Deactivated).SetProperty(x => x.CreatedAt, story.World.Now - CaseRule.ContactAge).SetProperty(x => x.Phone, "+41 44 555 09 99")));
        await story.Submitted(x => x with { Kind = CaseKind.HandOver, Account = heir.Id, OfficerName = "Olga Officer" });
        CaseStory.Refused(CaseRefusal.NoSuchContact, await story.CallBack(person: dismissed.Id));
        CaseStory.Done(await story.CallBack());
    }

    [Theory, OnBothDatabases]
    public async Task Opened_in_a_wave_needs_the_second_technician_also_after_the_wave_is_over_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            await story.Open();
        }

        await story.Submitted();
        CaseStory.Done(await story.CallBack());
        story.World.Clock.Advance(WaveRule.Window + TimeSpan.FromMinutes(1));
        Assert.False(await story.World.Get<Wave>().IsOn());
        CaseStory.Done(await story.Approve());
        story.TechnicianConfirms();
        CaseStory.Refused(CaseRefusal.SecondApprovalMissing, await story.Issue());
    }

    private static Task ContactChanged(CaseStory story, DateTimeOffset at) => story.World.Store.Write(story.World.Amber, db =>
        db.Accounts.Where(x => x.Id == story.World.Primary.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.ContactChangedAt, at)));

    [Theory, OnBothDatabases]
    public async Task Is_one_of_twenty_that_an_agent_opens_in_an_hour_H3(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        for (var i = 0; i < CaseLimit.PerAgentAndHour; i++)
        {
            Assert.IsType<OpenCaseResult.Opened>(await story.Open());
        }

        var last = story.Case;
        Assert.Equal(story.World.Now + CaseLimit.Hour, Assert.IsType<OpenCaseResult.TooMany>(await story.Open()).Until);
        Assert.IsType<OpenCaseResult.Opened>(await story.Open(x => x with { Id = last })); // the form of the last one, sent twice
        Assert.IsType<OpenCaseResult.Opened>(await story.Open(by: await story.World.Agent(AgentRole.Representative)));
        Assert.Single(await story.World.EventsOf(story.World.Primary), x => x.Kind == EventKind.CaseStepRefused);
        story.World.Clock.Advance(CaseLimit.Hour);
        Assert.IsType<OpenCaseResult.Opened>(await story.Open());
    }

    [Theory, OnBothDatabases]
    public async Task Is_approved_and_used_only_with_a_fresh_second_step_C15(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        var staff = await story.World.Staff();
        await story.World.Issue(await story.World.SignedIn(story.World.Primary), staff);
        await story.Open(x => x with { Kind = CaseKind.RemoveCode, Account = staff.Id });
        CaseStory.Done(await story.Check(CaseCheckKind.Requester));
        CaseStory.Done(await story.Submit());
        CaseStory.Done(await story.CallBack());
        story.World.Clock.Advance(SessionRule.Fresh);
        CaseStory.Refused(CaseRefusal.SecondStepNotFresh, await story.World.Get<ApproveCase>().Run(story.Technician, story.Case, null));
        Assert.Equal(CaseState.Submitted, (await story.Read()).State);
        CaseStory.Done(await story.Approve());
        CaseStory.Refused(CaseRefusal.SecondStepNotFresh, (await story.World.Get<RemoveOnCase>().Run(story.Technician, story.Case)).Case);
        story.TechnicianConfirms();
        Assert.Equal(RemoveResult.Removed, (await story.World.Get<RemoveOnCase>().Run(story.Technician, story.Case)).Removal);
    }

    [Theory, OnBothDatabases]
    public async Task Is_in_the_activity_of_the_firm_once_an_hour_for_each_who_looks_at_it_H6(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Open();
        for (var i = 0; i < 3; i++)
        {
            Assert.NotNull(await story.World.Get<LookAtCase>().Run(story.Technician, story.Case));
        }

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => story.World.Get<LookAtCase>().Run(story.Representative, story.Case))));
        Assert.Equal([story.Technician.AgentId, story.Representative.AgentId], await Looks());
        story.World.Clock.Advance(CaseRule.OneLook - TimeSpan.FromSeconds(1));
        await story.World.Get<LookAtCase>().Run(story.Technician, story.Case);
        Assert.Equal(2, (await Looks()).Count);
        story.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await story.World.Get<LookAtCase>().Run(story.Technician, story.Case);
        Assert.Equal(3, (await Looks()).Count);

        // Whose session is over sees nothing, and leaves no line.
        story.World.Clock.Advance(CaseRule.OneLook);
        await story.World.Store.WriteAcross(db => db.AgentSessions.ExecuteUpdateAsync(set => set.SetProperty(x => x.EndedAt, story.World.Now)));
        Assert.Null(await story.World.Get<LookAtCase>().Run(story.Technician, story.Case));
        Assert.Equal(3, (await Looks()).Count);

        Task<List<Guid?>> Looks() => story.World.Store.Read(story.World.Amber, db =>
            db.SecurityEvents.Where(x => x.Kind == EventKind.CaseViewed && x.CaseId == story.Case).OrderBy(x => x.Id).Select(x => x.ActorId).ToListAsync());
    }

    [Theory, OnBothDatabases]
    public async Task Approved_before_a_wave_wants_the_second_technician_once_the_alarm_is_on_and_after_it_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        var (approved, other) = (story.Case, await story.World.Agent(AgentRole.Technician));
        story.World.Clock.Advance(TimeSpan.FromMinutes(2));
        for (var i = 0; i < WaveRule.MostForFirm; i++)
        {
            await story.Open();
        }

        await story.Resume(approved);
        Assert.Equal(CaseNext.SecondApproval, (await story.World.Get<LookAtCase>().Run(other, approved))!.Next);
        Assert.Equal(CaseNext.SecondApproval, (await story.World.Get<Queue>().Run(other, closed: false)).Lines.Single(x => x.Id == approved).Next);
        CaseStory.Refused(CaseRefusal.SecondApprovalMissing, await story.Issue());
        await story.World.SpreadCases();
        CaseStory.Refused(CaseRefusal.SecondApprovalMissing, await story.Issue());
        CaseStory.Refused(CaseRefusal.NotYours, await story.Approve());
        CaseStory.Done(await story.Approve(other));
        CaseStory.DigitsOf(await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Approved_before_a_wave_of_other_firms_wants_the_second_technician_too_H4(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        var approved = story.Case;
        for (var firm = 0; firm < WaveRule.MostOverall / 4; firm++)
        {
            var (id, primary) = await story.World.AddFirm($"flood{firm}");
            for (var i = 0; i < 4; i++)
            {
                await story.Open(x => x with { Firm = id, Account = primary.Id }, await story.World.Agent(AgentRole.Representative));
            }
        }

        await story.Resume(approved);
        CaseStory.Refused(CaseRefusal.SecondApprovalMissing, await story.Issue());
        CaseStory.Done(await story.Approve(await story.World.Agent(AgentRole.Technician)));
        CaseStory.DigitsOf(await story.Issue());
    }

    [Theory, OnBothDatabases]
    public async Task Says_to_its_firm_what_was_taken_back_when_the_technician_lost_their_device_H4_H6(DatabaseKind database)
    {
        await using var story = await CaseStory.Begin(database);
        await story.Approved();
        await story.World.Get<ResetAgent>().Run(story.Technician.Email);
        var lines = await story.World.Store.Read(story.World.Amber, db => db.SecurityEvents.Where(x => x.CaseId == story.Case && x.Actor == ActorKind.Operator)
            .OrderBy(x => x.Id).Select(x => x.Kind).ToListAsync());
        Assert.Equal([EventKind.CaseCheckTakenBack, EventKind.CaseApprovalTakenBack], lines);
        Assert.Equal((CaseState.Submitted, null), ((await story.Read()).State, (await story.Read()).DecidedBy));

        await story.World.Get<RetireAgent>().Run(story.Technician.Email);
        Assert.Equal(2, (await story.Events()).Count(x => x is EventKind.CaseCheckTakenBack or EventKind.CaseApprovalTakenBack));
    }
}
