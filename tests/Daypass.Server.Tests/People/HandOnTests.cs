using Daypass.Domain;
using Daypass.Server.Audit;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.People;

/// <summary>W2: the primary administrator hands the role on to another administrator. Then one thing changes.</summary>
public class HandOnTests
{
    [Theory, OnBothDatabases]
    public async Task The_role_moves_at_once_and_old_new_and_all_administrators_are_told_W2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (heir, third) = (await world.Administrator(), await world.Administrator());
        await world.Staff(Permission.Both);

        Assert.Equal(HandOnResult.Done, await HandOn(world, await world.SignedIn(world.Primary), heir));

        Assert.Equal((true, true, Permission.Both), RoleOf(await world.AccountOf(heir)));
        Assert.Equal((false, true, Permission.Both), RoleOf(await world.AccountOf(world.Primary)));
        var told = (await world.NoticesAbout(heir)).Where(x => x.Kind == NoticeKind.PrimaryHandedOn).ToList();
        Assert.Equal(new[] { heir.Id, third.Id, world.Primary.Id }.Order(), told.Select(x => x.RecipientId).Order());
        Assert.All(told, x => Assert.Equal((ActorKind.Account, world.Primary.Id, x.RecipientId != heir.Id), (x.Actor, x.ActorId, x.IsCopy)));
        var line = Assert.Single(await world.EventsOf(heir), x => x.Kind == EventKind.PrimaryHandedOver);
        Assert.Equal((ActorKind.Account, world.Primary.Id, (EventFacts)new HandOnFacts(HandOnReason.LeavesTheFirm)), (line.Actor, line.ActorId, EventFacts.Read(line.Facts)));
    }

    [Theory, OnBothDatabases]
    public async Task C9_S3_live_codes_of_both_end_with_their_sessions_and_other_sessions_go_on(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var heir = await world.Administrator();
        var (primary, heirs) = (await world.SignedIn(world.Primary), await world.SignedIn(heir));
        var client = await world.Client();
        await world.Issue(primary, client);
        await world.IssueAsOperator(world.Primary);
        var through = await Look(world, heir, await world.SignInWith(heir, await world.IssueAsOperator(heir)));

        Assert.Equal(HandOnResult.Done, await HandOn(world, primary, heir));

        Assert.Equal(CodeState.PermissionsChanged, (await world.LastCodeOf(world.Primary)).State);
        Assert.Equal(CodeState.PermissionsChanged, (await world.LastCodeOf(heir)).State);
        Assert.Equal(CodeState.Live, (await world.LastCodeOf(client)).State);
        Assert.Equal((false, true, true), (await IsOpen(world, through), await IsOpen(world, primary), await IsOpen(world, heirs)));
    }

    [Theory, OnBothDatabases]
    public async Task Only_the_primary_gives_it_and_only_an_administrator_of_the_firm_takes_it(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (heir, staff, client, theirs) = (await world.Administrator(), await world.Staff(Permission.Both), await world.Client(), await world.Add(Kind.Staff, administrator: true, firm: world.Birch, paired: true));
        var primary = await world.SignedIn(world.Primary);

        Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, await world.SignedIn(heir), await world.Administrator()));
        Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, await world.SignedIn(heir), heir));
        foreach (var nobody in new[] { staff, client, world.Primary })
        {
            Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, primary, nobody));
        }

        Assert.Equal(HandOnResult.NotFound, await HandOn(world, primary, theirs));
        await Stays(world);
    }

    [Theory, OnBothDatabases(AccountState.Invited, AccountState.Deactivated)]
    public async Task Who_cannot_sign_in_does_not_get_it(DatabaseKind database, AccountState state)
    {
        await using var world = await World.Create(database);
        var heir = await world.Administrator();
        await world.Store.Write(heir.Firm, db => db.Accounts.Where(x => x.Id == heir.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, state)));
        Assert.Equal(HandOnResult.NotReady, await HandOn(world, await world.SignedIn(world.Primary), heir));
        await Stays(world);
    }

    [Theory, OnBothDatabases]
    public async Task Who_has_no_device_does_not_get_it(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var heir = await world.Add(Kind.Staff, administrator: true);
        Assert.Equal(HandOnResult.NotReady, await HandOn(world, await world.SignedIn(world.Primary), heir));
        await Stays(world);
    }

    [Theory, OnBothDatabases]
    public async Task The_second_step_must_be_fresh_W2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (heir, primary) = (await world.Administrator(), await world.SignedIn(world.Primary));
        world.Clock.Advance(SessionRule.Fresh - TimeSpan.FromSeconds(1));
        Assert.True(SessionRule.IsFresh(primary.ConfirmedAt, world.Now));
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HandOnResult.NeedsSecondStep, await HandOn(world, primary, heir));
        await Stays(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_session_that_a_code_opened_may_not_S2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var heir = await world.Administrator();
        var primary = await Look(world, world.Primary, await world.SignInWith(world.Primary, await world.IssueAsOperator(world.Primary)));
        Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, primary with { ConfirmedAt = world.Now }, heir));
        await Stays(world);
    }

    [Theory, OnBothDatabases]
    public async Task A_suspended_primary_may_not_W2(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (heir, primary) = (await world.Administrator(), await world.SignedIn(world.Primary));
        await world.Store.Write(world.Amber, db => db.Accounts.Where(x => x.IsPrimary).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, AccountState.Suspended)));
        Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, primary, heir));
        await Stays(world);
    }

    [Theory, OnBothDatabases]
    public async Task Twice_it_is_handed_on_once_and_the_new_one_may_hand_it_back(DatabaseKind database)
    {
        await using var world = await World.Create(database);
        var (heir, primary) = (await world.Administrator(), await world.SignedIn(world.Primary));
        Assert.Equal(HandOnResult.Done, await HandOn(world, primary, heir));
        Assert.Equal(HandOnResult.NotAllowed, await HandOn(world, primary, heir));
        Assert.Single(await world.EventsOf(heir), x => x.Kind == EventKind.PrimaryHandedOver);
        Assert.Equal(HandOnResult.Done, await HandOn(world, await world.SignedIn(heir), world.Primary));
        await Stays(world);
    }

    private static Task<HandOnResult> HandOn(World world, SignedIn by, Someone heir) => world.Get<HandOnPrimary>().Run(by, heir.Id, HandOnReason.LeavesTheFirm);

    private static async Task Stays(World world)
    {
        var primaries = await world.Store.ReadAcross(db => db.Accounts.Where(x => x.IsPrimary).Select(x => x.Id).ToListAsync());
        Assert.Equal(new[] { world.Primary.Id, world.OtherPrimary.Id }.Order(), primaries.Order());
    }

    private static (bool, bool, Permission) RoleOf(Account account) => (account.IsPrimary, account.IsAdministrator, account.Permissions);

    private static async Task<SignedIn> Look(World world, Someone who, Server.SignIn.CodeResult result) =>
        (await world.Look(who, Assert.IsType<Server.SignIn.CodeResult.Admitted>(result).Session))!;

    private static Task<bool> IsOpen(World world, SignedIn me) => world.Store.Read(me.FirmId, db => db.Sessions.AnyAsync(x => x.Id == me.SessionId && x.EndedAt == null));
}
