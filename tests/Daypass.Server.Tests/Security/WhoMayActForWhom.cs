using Daypass.Domain;
using Daypass.Server.Codes;
using Daypass.Server.Devices;
using Daypass.Server.People;
using Daypass.Server.Sessions;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Daypass.Server.Tests.Security;

/// <summary>Q11: actor, target, firm and state, over the real use cases, equals this table by hand (RULES W).</summary>
public sealed class WhoMayActForWhom
{
    // Columns: the targets, in the order of Targets.
    private static readonly string[] Targets = ["client", "staff", "manages clients", "manages staff", "manages both", "administrator", "primary", "oneself"];
    private static readonly Dictionary<string, string> May = new(StringComparer.Ordinal)
    {
        ["client"] = "--------",
        ["staff"] = "--------",
        ["manages clients"] = "y-------",
        ["manages staff"] = "-y-y----",
        ["manages both"] = "yyyyy---",
        ["administrator"] = "yyyyyy--",
        ["primary"] = "yyyyyy--",
    };

    /// <summary>What is possible for whoever may: in the states invited, active, deactivated.</summary>
    private static readonly Dictionary<string, string> Possible = new(StringComparer.Ordinal)
    {
        ["issue"] = "-y-",
        ["remove"] = "yyy",
        ["mark lost"] = "yyy",
        ["release"] = "yyy",
        ["invite"] = "y--",
        ["deactivate"] = "yy-",
        ["reactivate"] = "--y",
    };

    [Theory, InlineData(AccountState.Invited), InlineData(AccountState.Active), InlineData(AccountState.Deactivated)]
    public async Task As_the_table_in_W_says_Q11(AccountState state)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        foreach (var (actor, may) in May)
        {
            var me = await Make(world, actor, world.Amber);
            var by = await SignIn(world, me);
            for (var i = 0; i < Targets.Length; i++)
            {
                foreach (var firm in i == Targets.Length - 1 ? new[] { world.Amber } : [world.Amber, world.Birch])
                {
                    var allowed = may[i] == 'y' && firm == world.Amber;
                    var target = Targets[i] == "oneself" ? me : await Prepared(world, Targets[i], firm, state);
                    foreach (var (act, possible) in Possible)
                    {
                        if (allowed && act != "issue")
                        {
                            target = await Prepared(world, Targets[i], firm, state);
                        }

                        var expected = allowed && possible[(int)state - 1] == 'y';
                        Assert.True(await Do(world, by, act, target) == expected, $"{actor} {act} {Targets[i]} ({state}, {(firm == world.Amber ? "own" : "other")} firm): expected {(expected ? "done" : "refused")}");
                    }

                    await UnlessTouched(world, target, allowed, Targets[i] == "oneself" ? AccountState.Active : state, $"{actor} on {Targets[i]}");
                }
            }
        }
    }

    [Fact]
    public async Task Permissions_are_granted_by_administrators_only_and_never_to_oneself_W5()
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        foreach (var (actor, _) in May)
        {
            var me = await Make(world, actor, world.Amber);
            var by = await SignIn(world, me);
            foreach (var target in Targets)
            {
                var who = target == "oneself" ? me : await Make(world, target, world.Amber);
                // Only staff have permissions; the primary's are handed on otherwise (W2).
                var expected = actor is "administrator" or "primary" && target is not ("client" or "primary" or "oneself");
                Assert.True(await world.Get<ChangePermissions>().Run(by, who.Id, false, Permission.ManageClients) == ChangePermissionsResult.Done == expected, $"{actor} grants {target}");
                var other = await Make(world, target == "oneself" ? "staff" : target, world.Birch);
                Assert.NotEqual(ChangePermissionsResult.Done, await world.Get<ChangePermissions>().Run(by, other.Id, true, Permission.Both));
                Assert.Equal(target is "administrator" or "primary", (await world.AccountOf(other)).IsAdministrator);
            }

            Assert.Equal(actor is "administrator" or "primary", await world.Get<ChangeSignInOptions>().Run(by, Policy.Required, Policy.Required, 60, false) == ChangeSignInOptionsResult.Done);
            foreach (var kind in new[] { Kind.Staff, Kind.Client })
            {
                // Whoever manages a kind adds people of it; permissions come from administrators only.
                var manages = actor is "administrator" or "primary" or "manages both" || actor == (kind == Kind.Staff ? "manages staff" : "manages clients");
                Assert.Equal(manages, await Added(world, by, kind, Permission.None, administrator: false));
                Assert.Equal(kind == Kind.Staff && actor is "administrator" or "primary" && kind == Kind.Staff, await Added(world, by, kind, Permission.ManageClients, administrator: false));
                Assert.Equal(kind == Kind.Staff && actor is "administrator" or "primary" && kind == Kind.Staff, await Added(world, by, kind, Permission.Both, administrator: true));
            }
        }
    }

    [Theory, InlineData(AccountState.Invited), InlineData(AccountState.Active), InlineData(AccountState.Deactivated)]
    public async Task The_primary_role_is_handed_on_by_who_has_it_and_to_an_administrator_only_W2(AccountState state)
    {
        await using var world = await World.Create(DatabaseKind.Sqlite);
        foreach (var (actor, _) in May)
        {
            var me = await Make(world, actor, world.Amber);
            foreach (var target in Targets)
            {
                foreach (var firm in target == "oneself" ? new[] { world.Amber } : [world.Amber, world.Birch])
                {
                    var who = target == "oneself" ? me : await Prepared(world, target, firm, state);
                    var expected = actor == "primary" && target == "administrator" && firm == world.Amber && state == AccountState.Active;
                    Assert.True(await HandOn(world, me, who) == expected, $"{actor} to {target} ({state}, {(firm == world.Amber ? "own" : "other")} firm)");
                    if (expected)
                    {
                        Assert.True(await HandOn(world, who, me));
                    }
                }
            }
        }
    }

    private static async Task<bool> HandOn(World world, Someone from, Someone to) =>
        await world.Get<HandOnPrimary>().Run(await SignIn(world, from), to.Id, HandOnReason.Other) == HandOnResult.Done;

    private static async Task<bool> Added(World world, SignedIn by, Kind kind, Permission permissions, bool administrator) =>
        await world.Get<AddPerson>().Run(by, new NewPerson(kind, "Ida Vale", $"{Guid.NewGuid():N}@client.example", null, administrator, permissions), invite: false) is AddPersonResult.Added;

    private static async Task<bool> Do(World world, SignedIn by, string act, Someone target) => act switch
    {
        "issue" => await world.TryIssue(by, target) is IssueResult.Issued,
        "remove" => await world.Get<RemoveCode>().Run(by, target.Id) == RemoveResult.Removed,
        "mark lost" => await world.Get<MarkLost>().Run(by, target.Id, target.DeviceId!.Value) == MarkLostResult.Done,
        "release" => await world.Get<ReleaseTries>().Run(by, target.Id),
        "invite" => await world.Get<Invite>().Run(by, target.Id) == ActResult.Done,
        "deactivate" => await world.Get<Deactivate>().Run(by, target.Id) == ActResult.Done,
        "reactivate" => await world.Get<Reactivate>().Run(by, target.Id) == ActResult.Done,
        _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
    };

    /// <summary>Who was refused left everything as it was.</summary>
    private static async Task UnlessTouched(World world, Someone target, bool allowed, AccountState state, string what)
    {
        if (allowed || target.Id == world.Primary.Id || target.Id == world.OtherPrimary.Id)
        {
            return;
        }

        var account = await world.AccountOf(target);
        Assert.True(account.State == state && account.CodeTriesSince is null, what);
        Assert.True(await world.Store.Read(target.Firm, db => db.Authenticators.AnyAsync(x => x.Id == target.DeviceId && x.State == AuthenticatorState.Paired)), what);
    }

    private static Task<Someone> Make(World world, string who, Guid firm) => who switch
    {
        "primary" => Task.FromResult(firm == world.Amber ? world.Primary : world.OtherPrimary),
        "client" => world.Add(Kind.Client, firm: firm, paired: true),
        "staff" => world.Add(Kind.Staff, firm: firm, paired: true),
        "manages clients" => world.Add(Kind.Staff, Permission.ManageClients, firm: firm, paired: true),
        "manages staff" => world.Add(Kind.Staff, Permission.ManageStaff, firm: firm, paired: true),
        "manages both" => world.Add(Kind.Staff, Permission.Both, firm: firm, paired: true),
        _ => world.Add(Kind.Staff, administrator: true, firm: firm, paired: true),
    };

    /// <summary>Somebody in this state, with a device and a live code, so that there is something to do.</summary>
    private static async Task<Someone> Prepared(World world, string who, Guid firm, AccountState state)
    {
        var someone = await Make(world, who, firm);
        if (who == "primary")
        {
            return someone;
        }

        await world.Store.Write(firm, async db =>
        {
            await db.Accounts.Where(x => x.Id == someone.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.State, state));
            db.TemporaryCodes.Add(new TemporaryCode { Id = Guid.CreateVersion7(world.Now), FirmId = firm, AccountId = someone.Id, IssuedAt = world.Now, ExpiresAt = world.Now.AddHours(24), State = CodeState.Live });
        });
        return someone;
    }

    /// <summary>A full session confirmed a moment ago: S2 and C15 stand in nobody's way here.</summary>
    private static async Task<SignedIn> SignIn(World world, Someone who)
    {
        var token = await world.Store.Write(who.Firm, async db => SessionOpener.Open(db, world.Now, await db.Accounts.SingleAsync(x => x.Id == who.Id), SessionKind.Full, World.Client1,
            confirmedWith: await db.Authenticators.AsNoTracking().FirstAsync(x => x.AccountId == who.Id)).Token);
        return (await world.Look(who, token))!;
    }
}
