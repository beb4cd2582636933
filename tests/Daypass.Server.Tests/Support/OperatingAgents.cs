using Daypass.Domain;
using Daypass.Server.Cases;
using Daypass.Server.Codes;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Support;

/// <summary>H7, W4: what the operator does with agents.</summary>
public class OperatingAgents
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task An_email_is_given_to_one_agent_however_it_is_spelled_and_never_again_in_another_role_H4(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.MakeAgent(role: AgentRole.Representative);
        Assert.Equal(AgentState.Enrolling, Assert.IsType<OperateAgentResult.EmailTaken>(await world.Get<CreateAgent>().Run("Other", " INES.Marlow@desk.example ", AgentRole.Technician)).By);
        await world.Get<RetireAgent>().Run(DeskWorld.Email);
        Assert.Equal(AgentState.Retired, Assert.IsType<OperateAgentResult.EmailTaken>(await world.Get<CreateAgent>().Run("Ines Marlow", DeskWorld.Email, AgentRole.Technician)).By);
        Assert.Equal(AgentRole.Representative, Assert.IsType<OperateAgentResult.Enrols>(await world.Get<ResetAgent>().Run(DeskWorld.Email)).Role);
    }

    [Theory]
    [InlineData("", "ines@desk.example", typeof(OperateAgentResult.BadName))]
    [InlineData(" \u202E\t", "ines@desk.example", typeof(OperateAgentResult.BadName))]
    [InlineData("Ines", "ines", typeof(OperateAgentResult.BadEmail))]
    public async Task Without_a_name_or_an_email_nobody_is_made(string name, string email, Type refusal)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        Assert.IsType(refusal, await world.Get<CreateAgent>().Run(name, email, AgentRole.Technician));
        Assert.Equal(0, await world.Look(db => db.SupportAgents.CountAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_reset_ends_every_session_and_sign_in_and_what_the_agent_had_is_recorded_and_told_to_all(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var (colleague, ines) = (await world.Agent(AgentRole.Representative), await world.AgentOf());
        var underWay = await world.PassPassword();
        var sessions = await world.LiveSessions();

        var link = Assert.IsType<OperateAgentResult.Enrols>(await world.Get<ResetAgent>().Run(DeskWorld.Email)).Link.Reveal();

        Assert.Equal(sessions - 1, await world.LiveSessions());
        Assert.IsType<AgentValueResult<AgentAdmitted>.Gone>(await world.Type(underWay, world.NextValue(secret)));
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword());
        Assert.Contains(EventKind.AgentReset, await world.Activity());
        Assert.Equal(
            new HashSet<Guid> { colleague.AgentId, ines.Id },
            (await world.Told()).Where(x => x.Kind == NoticeKind.AgentReset && x.About == ines.Id).Select(x => x.To).ToHashSet());

        var anew = await world.BeginEnrolling(link, "another password, as long");
        Assert.IsType<AgentValueResult<AgentAdmitted>.Wrong>(await world.Type(anew, world.NextValue(secret)));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(anew, world.NextValue(await world.SecretShown(anew))));
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_reset_makes_the_link_before_it_worthless_and_lifts_the_locks(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var first = await world.MakeAgent();
        for (var i = 0; i < 11; i++)
        {
            await world.EnterPassword(password: "not it, and long enough");
        }

        var second = Assert.IsType<OperateAgentResult.Enrols>(await world.Get<ResetAgent>().Run(DeskWorld.Email)).Link.Reveal();
        Assert.Null(await world.Get<Enrolment>().Look(first));
        var signIn = await world.BeginEnrolling(second);
        await world.Type(signIn, world.NextValue(await world.SecretShown(signIn)));
        Assert.IsType<AgentPasswordResult.Continue>(await world.EnterPassword());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_retired_agent_gets_in_no_more_and_the_others_are_told(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var (colleague, ines) = (await world.Agent(AgentRole.Representative), await world.AgentOf());
        var underWay = await world.PassPassword();
        Assert.Equal(1, Assert.IsType<OperateAgentResult.Retired>(await world.Get<RetireAgent>().Run(DeskWorld.Email)).Left);

        Assert.Equal(0, await world.Look(db => db.AgentSessions.CountAsync(x => x.AgentId == ines.Id && x.EndedAt == null)));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Gone>(await world.Type(underWay, world.NextValue(secret)));
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword());
        Assert.Contains((NoticeKind.AgentRetired, colleague.AgentId, ines.Id), await world.Told());
        Assert.IsType<OperateAgentResult.NotFound>(await world.Get<RetireAgent>().Run(DeskWorld.Email));
    }

    [Fact]
    public async Task Nobody_with_that_email_is_neither_reset_nor_retired()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        Assert.IsType<OperateAgentResult.NotFound>(await world.Get<ResetAgent>().Run("nobody@desk.example"));
        Assert.IsType<OperateAgentResult.NotFound>(await world.Get<RetireAgent>().Run("nobody@desk.example"));
        Assert.Empty(await world.Activity());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_operator_issues_for_a_primary_administrator_until_there_is_an_agent_and_again_once_all_are_retired_W4(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        Assert.IsType<IssueResult.Issued>(await Issue());
        var link = await world.MakeAgent();
        Assert.Equal(RefusalToIssue.SupportDesk, Assert.IsType<IssueResult.Refused>(await Issue()).Why);
        var signIn = await world.BeginEnrolling(link);
        await world.Type(signIn, world.NextValue(await world.SecretShown(signIn)));
        // Reset, the only agent enrols anew: to lose a device must not take the second person out of the desk's way.
        await world.Get<ResetAgent>().Run(DeskWorld.Email);

        Assert.Equal(RefusalToIssue.SupportDesk, Assert.IsType<IssueResult.Refused>(await Issue(release: true)).Why);
        var refused = await world.Store.Read(world.Amber, db => db.SecurityEvents.OrderByDescending(x => x.Id).Select(x => new { x.Kind, x.Facts }).FirstAsync());
        Assert.Equal(EventKind.IssueRefused, refused.Kind);
        Assert.Contains(nameof(RefusalToIssue.SupportDesk), refused.Facts, StringComparison.Ordinal);

        await world.Get<RetireAgent>().Run(DeskWorld.Email);
        Assert.IsType<IssueResult.Issued>(await Issue());

        Task<IssueResult> Issue(bool release = false) => world.Get<OperatorIssueCode>().Run("amber", CodeReason.Lost, null, release);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_operator_lifts_the_locks_of_an_agent_and_nothing_else_P2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var ines = await world.AgentOf();
        var known = new AgentsBrowser(Guid.NewGuid(), [ines.Id]);
        for (var i = 0; i < AgentRule.ValuesInARow; i++)
        {
            await world.Type(await world.PassPassword(), "000000");
        }

        for (var i = 0; i < PasswordThrottle.InADay; i++)
        {
            await world.EnterPassword(password: "not it, and long enough", browser: new AgentsBrowser(Guid.NewGuid(), [ines.Id]));
        }

        // A hundred in a day lock for the browser too that ten would not have locked out.
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword(browser: known));
        var sessions = await world.LiveSessions();

        Assert.IsType<OperateAgentResult.Unlocked>(await world.Get<UnlockAgent>().Run(DeskWorld.Email));

        Assert.IsType<AgentPasswordResult.Continue>(await world.EnterPassword(browser: known));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(await world.PassPassword(), world.NextValue(secret)));
        Assert.Equal(sessions + 1, await world.LiveSessions());
        var now = await world.AgentOf();
        Assert.Equal((ines.PasswordHash, ines.PairedAt, AgentState.Active), (now.PasswordHash, now.PairedAt, now.State));
        Assert.Single(await world.Activity(), EventKind.AgentUnlocked);
        Assert.Contains((NoticeKind.AgentUnlocked, ines.Id, ines.Id), await world.Told());
        await world.Get<RetireAgent>().Run(DeskWorld.Email);
        Assert.IsType<OperateAgentResult.NotFound>(await world.Get<UnlockAgent>().Run(DeskWorld.Email));
    }
}
