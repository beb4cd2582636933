using Daypass.Domain;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.People;

public class SignInOptionsTests
{
    [Theory, OnBothDatabases]
    public async Task S3_a_change_to_required_ends_the_sessions_of_that_kind_without_a_second_step(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database, staff: Policy.Optional);
        var (admin, other) = (await world.Administrator(), await world.Administrator());
        var person = await world.Person();
        var (byPassword, full) = (await world.SignIn(person, SessionKind.PasswordOnly), await world.SignIn(person, SessionKind.Full));
        var staff = await world.SignIn(await world.Person(Kind.Staff), SessionKind.PasswordOnly);
        var elsewhere = await world.SignIn(await world.Person(firm: world.OtherFirm), SessionKind.PasswordOnly);

        Assert.Equal(ChangeSignInOptionsResult.Done, await Change(world, admin, Policy.Optional, Policy.Required));

        Assert.False(await world.IsOpen(byPassword));
        Assert.True(await world.IsOpen(full));
        Assert.True(await world.IsOpen(staff));
        Assert.True(await world.IsOpen(elsewhere));
        Assert.Contains(NoticeKind.PolicyChanged, await world.Told(admin.AccountId));
        Assert.Contains(NoticeKind.PolicyChanged, await world.Told(other.AccountId));
        Assert.Equal(Policy.Required, (await world.The<SignInOptions>().Run(admin))!.ClientPolicy);
    }

    [Theory, OnBothDatabases]
    public async Task D3_a_change_to_optional_holds_mfa_on_for_who_once_paired_and_N12_for_a_hold_that_is_over(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database, clients: Policy.Required);
        var (never, formerly, paired, over, running) = (await world.Person(), await world.Person(), await world.Person(), await world.Person(), await world.Person());
        var abroad = await world.Person(firm: world.OtherFirm);
        var holder = await world.Person(Kind.Staff, permissions: Permission.ManageClients);
        await world.Pair(paired);
        var later = world.Now + TimeSpan.FromHours(5);
        await world.Store.WriteAcross(async db =>
        {
            foreach (var id in new[] { formerly, abroad, holder })
            {
                (await db.Accounts.SingleAsync(x => x.Id == id)).EverPaired = true;
            }

            (await db.Accounts.SingleAsync(x => x.Id == over)).HoldUntil = world.Now - TimeSpan.FromHours(1);
            (await db.Accounts.SingleAsync(x => x.Id == running)).HoldUntil = later;
        });
        var admin = await world.Administrator();

        Assert.Equal(ChangeSignInOptionsResult.Done, await Change(world, admin, Policy.Optional, Policy.Optional));

        Assert.Null((await world.Account(never)).HoldUntil);
        Assert.Null((await world.Account(paired)).HoldUntil);
        Assert.Null((await world.Account(abroad)).HoldUntil);
        // Still required for holders of a permission.
        Assert.Null((await world.Account(holder)).HoldUntil);
        Assert.Equal(later, (await world.Account(running)).HoldUntil);
        foreach (var held in new[] { formerly, over })
        {
            Assert.Equal(Hold.OpenEnd, (await world.Account(held)).HoldUntil);
            Assert.Equal([EventKind.HoldSet], await world.Recorded(held));
        }
    }

    [Theory, OnBothDatabases]
    public async Task S3_a_sign_in_at_the_moment_of_the_change_leaves_no_session_without_a_second_step(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        for (var round = 0; round < Samples.Of(3, 60); round++)
        {
            await world.SetPolicies(Policy.Required, Policy.Optional);
            var people = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => world.Client(paired: false)));
            var admin = await world.SignedIn(world.Primary);
            var signIns = people.Select(x => Task.Run(() => world.EnterPassword(x))).ToList();

            Assert.Equal(ChangeSignInOptionsResult.Done, await world.Get<ChangeSignInOptions>().Run(admin, Policy.Required, Policy.Required, 24 * 60, false));
            await Task.WhenAll(signIns);

            Assert.False(await world.Store.ReadAcross(db => db.Sessions.AnyAsync(x => x.Kind == SessionKind.PasswordOnly && x.EndedAt == null)));
        }
    }

    [Theory, OnBothDatabases]
    public async Task A_change_of_policy_and_acts_on_people_never_wait_in_a_circle(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var (admin, issuer) = (await world.Administrator(), await world.Administrator());
        var people = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            people.Add(await world.Person(i % 2 == 0 ? Kind.Staff : Kind.Client));
        }

        var acts = people.Select(x => Task.Run(() => world.The<Deactivate>().Run(issuer, x)));
        var changes = new[] { (Policy.Optional, Policy.Required), (Policy.Required, Policy.Optional), (Policy.Optional, Policy.Optional) }
            .Select(x => Task.Run(() => Change(world, admin, x.Item1, x.Item2)));

        Assert.All(await Task.WhenAll(acts), x => Assert.Equal(ActResult.Done, x));
        Assert.All(await Task.WhenAll(changes), x => Assert.Equal(ChangeSignInOptionsResult.Done, x));
    }

    [Theory, OnBothDatabases]
    public async Task W5_administrators_only_after_a_fresh_second_step_and_within_C2s_bounds(DatabaseKind database)
    {
        await using var world = await FirmWorld.Begin(database);
        var admin = await world.Administrator();
        var holder = await world.SignIn(await world.Person(Kind.Staff, permissions: Permission.Both), SessionKind.Full);

        Assert.Equal(ChangeSignInOptionsResult.NotAllowed, await Change(world, holder, Policy.Optional, Policy.Optional));
        Assert.Equal(ChangeSignInOptionsResult.NotAllowed, await Change(world, await world.SignIn(admin.AccountId, SessionKind.BackupCode), Policy.Optional, Policy.Optional));
        Assert.Null(await world.The<SignInOptions>().Run(holder));
        foreach (var minutes in new[] { 9, 24 * 60 + 1, 0, -1, int.MaxValue })
        {
            Assert.Equal(ChangeSignInOptionsResult.LifeOutOfBounds, await Change(world, admin, Policy.Required, Policy.Optional, minutes));
        }

        Assert.Equal(ChangeSignInOptionsResult.Done, await Change(world, admin, Policy.Required, Policy.Optional, 10, oneTime: true));
        var options = await world.The<SignInOptions>().Run(admin);
        Assert.Equal((10, true), (options!.CodeLifeMinutes, options.OneTimeCodes));
        world.Wait(TimeSpan.FromMinutes(15));
        Assert.Equal(ChangeSignInOptionsResult.NeedsSecondStep, await Change(world, admin, Policy.Optional, Policy.Optional));
    }

    private static Task<ChangeSignInOptionsResult> Change(FirmWorld world, SignedIn by, Policy staff, Policy clients, int life = 24 * 60, bool oneTime = false) =>
        world.The<ChangeSignInOptions>().Run(by, staff, clients, life, oneTime);
}
