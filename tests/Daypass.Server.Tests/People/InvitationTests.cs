using Daypass.Domain;
using Daypass.Server.Devices;
using Daypass.Server.Hosting;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Xunit;

namespace Daypass.Server.Tests.People;

public class InvitationTests
{
    private static readonly ClientInfo Here = new("192.0.2.7", "Test");

    [Theory, OnBothDatabases]
    public async Task N6_optional_an_accepted_invitation_admits_by_password(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (person, link) = await Invited(world, Kind.Client);
        Assert.Equal(PasswordRule.ShortestIfOptional, (await world.The<LookAtInvitation>().Run(world.Firm, link))!.ShortestPassword);
        Assert.Equal(PasswordProblem.TooShort, Assert.IsType<AcceptInvitationResult.Problem>(await Accept(world, link, "fourteen chars")).Why);

        var admitted = Assert.IsType<AcceptInvitationResult.Admitted>(await Accept(world, link));

        Assert.Equal(SessionKind.PasswordOnly, (await world.ByToken(admitted.Session)).Kind);
        Assert.Equal(AccountState.Active, (await world.Account(person)).State);
        Assert.Contains(EventKind.InvitationAccepted, await world.Recorded(person));
    }

    [Theory, OnBothDatabases]
    public async Task N4_required_an_accepted_invitation_is_good_for_pairing_at_once_without_the_password_again(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (_, link) = await Invited(world, Kind.Staff);

        var accepted = Assert.IsType<AcceptInvitationResult.PairingOnly>(await Accept(world, link));
        var me = await world.ByToken(accepted.Session);
        Assert.False(me.May(Ability.SeeOwnProfile));

        var device = new Device(Assert.IsType<StartPairingResult.Started>(await world.The<StartPairing>().Run(me, Guid.NewGuid(), "Phone", null, null)));
        var paired = Assert.IsType<FinishPairingResult.Paired>(await world.Finish(me, device));
        // The first device of all is no recovery: S4 has nothing to protect.
        Assert.False((await world.ByToken(paired.NewSession!)).LimitedAfterRecovery);
    }

    [Theory, OnBothDatabases]
    public async Task D1_the_sitting_of_the_invitation_pairs_without_the_password_again_for_15_minutes(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (_, link) = await Invited(world, Kind.Client);
        var me = await world.ByToken(Assert.IsType<AcceptInvitationResult.Admitted>(await Accept(world, link)).Session);

        world.Wait(TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1));
        Assert.IsType<StartPairingResult.Started>(await world.The<StartPairing>().Run(me, Guid.NewGuid(), "Phone", null, null));
        world.Wait(TimeSpan.FromSeconds(1));
        Assert.IsType<StartPairingResult.Proof>(await world.The<StartPairing>().Run(me, Guid.NewGuid(), "Phone", null, null));
    }

    [Theory, OnBothDatabases]
    public async Task E3_an_invitation_is_used_once_also_at_the_same_moment(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (_, link) = await Invited(world, Kind.Client);

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Accept(world, link))));

        Assert.Single(results, x => x is AcceptInvitationResult.Admitted);
        Assert.Equal(3, results.Count(x => x is AcceptInvitationResult.Dead));
        Assert.Null(await world.The<LookAtInvitation>().Run(world.Firm, link));
    }

    [Theory, OnBothDatabases]
    public async Task E3_an_invitation_lives_seven_days_and_not_a_second_longer(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (_, link) = await Invited(world, Kind.Client);

        world.Wait(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await world.The<LookAtInvitation>().Run(world.Firm, link));
        world.Wait(TimeSpan.FromSeconds(1));
        Assert.IsType<AcceptInvitationResult.Dead>(await Accept(world, link));
    }

    [Theory, OnBothDatabases]
    public async Task E3_inviting_again_ends_the_link_before_it(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (person, link) = await Invited(world, Kind.Client);

        Assert.Equal(ActResult.Done, await world.The<Invite>().Run(await world.Administrator(), person));
        Assert.IsType<AcceptInvitationResult.Dead>(await Accept(world, link));
    }

    [Theory, OnBothDatabases]
    public async Task Q12_an_invitation_of_one_firm_is_dead_at_the_other(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (person, link) = await Invited(world, Kind.Client);

        Assert.IsType<AcceptInvitationResult.Dead>(await world.The<AcceptInvitation>().Run(world.OtherFirm, link, FirmWorld.Password, Here));
        Assert.Null(await world.The<LookAtInvitation>().Run(world.OtherFirm, link));
        Assert.Equal(ActResult.NotFound, await world.The<Invite>().Run(await world.Administrator(world.OtherFirm), person));
    }

    [Theory, OnBothDatabases]
    public async Task Only_an_invited_person_is_invited_again(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        Assert.Equal(ActResult.NotNow, await world.The<Invite>().Run(await world.Administrator(), await world.Person()));
    }

    private static Task<AcceptInvitationResult> Accept(FirmWorld world, string link, string password = FirmWorld.Password) =>
        world.The<AcceptInvitation>().Run(world.Firm, link, password, Here);

    private static async Task<(Guid Person, string Link)> Invited(FirmWorld world, Kind kind)
    {
        var added = Assert.IsType<AddPersonResult.Added>(await world.The<AddPerson>().Run(
            await world.Administrator(), new NewPerson(kind, "Jane Doe", "jane@people.example", null, false, Permission.None), invite: true));
        return (added.AccountId, await world.Mailed(added.AccountId, LinkPurpose.Invitation));
    }
}
