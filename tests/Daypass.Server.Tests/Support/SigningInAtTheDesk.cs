using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.Server.Tests.Races;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Support;

/// <summary>H7: always both, the password and the app; and how wrong ones are counted (P1, P2, Q18).</summary>
public class SigningInAtTheDesk
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_password_alone_opens_nothing_and_with_a_value_of_the_app_a_session(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var before = await world.LiveSessions();
        var signIn = await world.PassPassword();
        Assert.Equal(before, await world.LiveSessions());
        Assert.Null((await world.Get<EnterAgentValue>().Look(signIn))!.Secret);

        var admitted = Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(signIn, world.NextValue(secret))).What;
        Assert.Equal(world.Now.AddHours(12), admitted.ExpiresAt);
        Assert.Equal(before + 1, await world.LiveSessions());
        Assert.IsType<AgentValueResult<AgentAdmitted>.Gone>(await world.Type(signIn, world.NextValue(secret)));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_value_works_once_also_in_another_sign_in_Q18(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var (first, second) = (await world.PassPassword(), await world.PassPassword());
        var value = world.NextValue(secret);
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(first, value));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Wrong>(await world.Type(second, value));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task One_value_at_the_same_moment_in_many_sign_ins_opens_one_session_Q18(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var signIns = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            signIns.Add(await world.PassPassword());
        }

        var (before, value) = (await world.LiveSessions(), world.NextValue(secret));
        var results = await Race.Of(signIns.Count, i => world.Type(signIns[i], value));
        Assert.Single(results, x => x is AgentValueResult<AgentAdmitted>.Right);
        Assert.Equal(before + 1, await world.LiveSessions());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Five_wrong_values_lock_the_right_one_too_for_half_an_hour_and_are_told(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        for (var left = 4; left > 0; left--)
        {
            Assert.Equal(left, Assert.IsType<AgentValueResult<AgentAdmitted>.Wrong>(await world.Type(await world.PassPassword(), "000000")).Left);
        }

        var until = world.Now.AddMinutes(30);
        Assert.Equal(until, Assert.IsType<AgentValueResult<AgentAdmitted>.Locked>(await world.Type(await world.PassPassword(), "000000")).Until);
        Assert.IsType<AgentValueResult<AgentAdmitted>.Locked>(await world.Type(await world.PassPassword(), world.NextValue(secret)));
        Assert.Equal(until, (await world.Get<EnterAgentValue>().Look(await world.PassPassword()))!.LockedUntil);
        Assert.Equal(5, (await world.Activity()).Count(x => x == EventKind.AgentCodeWrong));
        Assert.Single(await world.Activity(), x => x == EventKind.AgentLocked);
        Assert.Single(await world.Told(), x => x.Kind == NoticeKind.AgentLocked);

        world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(await world.PassPassword(), world.NextValue(secret)));
        Assert.Equal((0, null), ((await world.AgentOf()).CodesTaken, (await world.AgentOf()).CodesLockedUntil));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Five_more_lock_for_a_day(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Enrolled();
        for (var i = 0; i < 5; i++)
        {
            await world.Type(await world.PassPassword(), "000000");
        }

        world.Clock.Advance(TimeSpan.FromMinutes(30));
        for (var i = 0; i < 4; i++)
        {
            Assert.IsType<AgentValueResult<AgentAdmitted>.Wrong>(await world.Type(await world.PassPassword(), "000000"));
        }

        Assert.Equal(world.Now.AddHours(24), Assert.IsType<AgentValueResult<AgentAdmitted>.Locked>(await world.Type(await world.PassPassword(), "000000")).Until);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Of_many_wrong_values_at_the_same_moment_five_are_computed(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Enrolled();
        var signIn = await world.PassPassword();
        await Race.Of(24, _ => world.Type(signIn, "000000"));
        Assert.Equal(5, (await world.Activity()).Count(x => x == EventKind.AgentCodeWrong));
        Assert.Equal(5, (await world.AgentOf()).CodesTaken);
    }

    [Fact]
    public async Task What_is_not_six_digits_costs_no_try()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await world.Enrolled();
        Assert.IsType<AgentValueResult<AgentAdmitted>.TypingError>(await world.Type(await world.PassPassword(), "12345"));
        Assert.Equal(0, (await world.AgentOf()).CodesTaken);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Ten_wrong_passwords_lock_for_half_an_hour_and_are_told_but_not_against_a_browser_that_signed_in_before(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Enrolled();
        var known = new AgentsBrowser(Guid.NewGuid(), [(await world.AgentOf()).Id]);
        for (var i = 0; i < 10; i++)
        {
            Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword(password: "not it, and long enough"));
        }

        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword());
        Assert.IsType<AgentPasswordResult.Continue>(await world.EnterPassword(browser: known));
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword(browser: known with { Agents = [Guid.NewGuid()] }));
        Assert.Single(await world.Activity(), x => x == EventKind.AgentLocked);
        Assert.Single(await world.Told(), x => x.Kind == NoticeKind.AgentLocked);

        world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.IsType<AgentPasswordResult.Continue>(await world.EnterPassword());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_wrong_password_writes_as_much_for_nobody_as_for_somebody_P1(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.Enrolled();
        for (var i = 1; i <= 11; i++)
        {
            var start = await Rows(world);
            await world.EnterPassword(password: "not it, and long enough");
            var known = await Rows(world);
            await world.EnterPassword(email: "nobody@desk.example", password: "not it, and long enough");
            var unknown = await Rows(world);
            Assert.Equal((i, known.Lines - start.Lines, known.Notices - start.Notices, known.Tries - start.Tries), (i, unknown.Lines - known.Lines, unknown.Notices - known.Notices, unknown.Tries - known.Tries));
        }

        static Task<(int Lines, int Notices, int Tries)> Rows(World world) => world.Look(async db =>
            (await db.SecurityEvents.CountAsync(), await db.Notices.CountAsync(), await db.PasswordTries.CountAsync()));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_sign_in_runs_out_after_a_quarter_of_an_hour(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var secret = await world.Enrolled();
        var signIn = await world.PassPassword();
        world.Clock.Advance(AgentRule.SignInLife - TimeSpan.FromSeconds(1));
        Assert.NotNull(await world.Get<EnterAgentValue>().Look(signIn));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await world.Get<EnterAgentValue>().Look(signIn));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Gone>(await world.Type(signIn, world.NextValue(secret)));
    }

    [Fact]
    public async Task Agents_and_logins_of_a_firm_know_nothing_of_each_other()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var secret = await world.Enrolled();
        // The primary administrator's email and password, at the desk.
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword(world.Primary.Email, World.Password));
        // The agent's at the firm.
        Assert.IsType<Server.SignIn.PasswordResult.Refused>(await world.EnterPassword(world.Primary with { Email = DeskWorld.Email }, DeskWorld.Password));
        Assert.NotEmpty(secret);
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Confirming_anew_renews_the_second_step_of_this_session_only(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (me, elsewhere) = (await world.Agent(AgentRole.Technician), await world.Agent(AgentRole.Technician));
        world.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.IsType<AgentValueResult<AgentSignedIn>.Wrong>(await world.Get<ConfirmAgent>().Run(me, world.NextValueOf(elsewhere)));
        Assert.IsType<AgentValueResult<AgentSignedIn>.Right>(await world.Get<ConfirmAgent>().Run(me, world.NextValueOf(me)));
        var sessions = await world.Look(db => db.AgentSessions.AsNoTracking().ToDictionaryAsync(x => x.Id, x => x.ConfirmedAt));
        Assert.Equal((world.Now, elsewhere.ConfirmedAt), (sessions[me.SessionId], sessions[elsewhere.SessionId]));
    }
}
