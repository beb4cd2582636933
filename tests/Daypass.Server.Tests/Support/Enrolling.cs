using Daypass.Domain;
using Daypass.Server.Storage.Model;
using Daypass.Server.Support;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.Support;

/// <summary>H7: from the operator's link to the first session.</summary>
public class Enrolling
{
    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task A_password_and_the_first_proof_of_an_app_open_the_first_session_and_use_the_link_up(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var link = await world.MakeAgent(role: AgentRole.Representative);
        var view = await world.Get<Enrolment>().Look(link);
        Assert.Equal(("Ines Marlow", DeskWorld.Email, AgentRole.Representative, world.Now.AddHours(24)), (view!.Name, view.Email, view.Role, view.Until));

        var signIn = await world.BeginEnrolling(link);
        var secret = await world.SecretShown(signIn);
        Assert.Equal(0, await world.LiveSessions());
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(signIn, world.NextValue(secret)));

        var agent = await world.AgentOf();
        Assert.Equal((AgentState.Active, world.Now, null), (agent.State, agent.PairedAt!.Value, agent.EnrolHash));
        Assert.Equal(1, await world.LiveSessions());
        Assert.Null(await world.Get<Enrolment>().Look(link));
        Assert.IsType<EnrolmentResult.Dead>(await world.Get<Enrolment>().Run(link, DeskWorld.Password));
        Assert.Equal([EventKind.AgentCreated, EventKind.AgentEnrolled, EventKind.AgentSignedIn], await world.Activity());
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task The_link_works_until_24_hours_are_over_and_not_a_second_longer(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var link = await world.MakeAgent();
        world.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await world.BeginEnrolling(link);
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await world.Get<Enrolment>().Look(link));
        Assert.IsType<EnrolmentResult.Dead>(await world.Get<Enrolment>().Run(link, DeskWorld.Password));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Whoever_begins_again_makes_what_was_begun_before_worthless(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var link = await world.MakeAgent();
        var first = await world.BeginEnrolling(link, "somebody else begins with it");
        var shownFirst = await world.SecretShown(first);
        var second = await world.BeginEnrolling(link);

        Assert.Null(await world.Get<EnterAgentValue>().Look(first));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Gone>(await world.Type(first, world.NextValue(shownFirst)));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Wrong>(await world.Type(second, world.NextValue(shownFirst)));
        Assert.IsType<AgentValueResult<AgentAdmitted>.Right>(await world.Type(second, world.NextValue(await world.SecretShown(second))));
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword(password: "somebody else begins with it"));
    }

    [Theory, OnBothDatabases(BothWithAll = true)]
    public async Task Before_the_first_proof_the_password_opens_nothing(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        await world.BeginEnrolling(await world.MakeAgent());
        Assert.IsType<AgentPasswordResult.Refused>(await world.EnterPassword());
        Assert.Equal((0, AgentState.Enrolling), (await world.LiveSessions(), (await world.AgentOf()).State));
    }

    [Theory]
    [InlineData("fourteen chars", PasswordProblem.TooShort)]
    [InlineData("ines marlow ines", PasswordProblem.MadeOfNames)]
    [InlineData("desk example ines", PasswordProblem.MadeOfNames)]
    [InlineData("1qaz2wsx3edc4rfv", PasswordProblem.Common)]
    public async Task A_password_that_P3_refuses_sets_nothing(string password, PasswordProblem why)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        var link = await world.MakeAgent();
        Assert.Equal(why, Assert.IsType<EnrolmentResult.Problem>(await world.Get<Enrolment>().Run(link, password)).Why);
        Assert.Null((await world.AgentOf()).PasswordHash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Nobodys_link_is_dead(string? link)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        await world.MakeAgent();
        Assert.Null(await world.Get<Enrolment>().Look(link));
        Assert.IsType<EnrolmentResult.Dead>(await world.Get<Enrolment>().Run(link, DeskWorld.Password));
    }
}
