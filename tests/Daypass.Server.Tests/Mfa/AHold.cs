using Daypass.Domain;
using Daypass.Server.Mfa;
using Daypass.Server.SignIn;
using Daypass.Server.Storage;
using Daypass.Server.Storage.Model;
using Daypass.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Daypass.Server.Tests.Mfa;

/// <summary>The story: a client without a device, under 'optional', has a hold that ends in a day (N9).</summary>
public class AHold
{
    private static async Task<Someone> Held(World world)
    {
        var client = await world.Client(paired: false);
        await world.Store.Write(client.Firm, async db =>
        {
            var account = (await db.Lock(client.Id))!;
            (account.EverPaired, account.HoldUntil) = (true, world.Now + TimeSpan.FromHours(24));
        });
        return client;
    }

    private static Task Chore(World world) => new HoldEnds(world.Store, world.Clock, world.Get<ClockAlarm>(), NullLogger<HoldEnds>.Instance).Do(CancellationToken.None);

    [Theory, OnBothDatabases]
    public async Task Is_announced_once_four_hours_before_its_end_and_turns_MFA_off_at_it(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await Held(world);

        world.Clock.Advance(TimeSpan.FromHours(20) - TimeSpan.FromSeconds(1));
        await Chore(world);
        Assert.Empty(await world.NoticesAbout(client));

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await Chore(world);
        await Chore(world);
        Assert.Equal(NoticeKind.MfaAboutToTurnOff, Assert.Single(await world.NoticesAbout(client)).Kind);

        world.Clock.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        await Chore(world);
        Assert.NotNull((await world.AccountOf(client)).HoldUntil);

        world.Clock.Advance(TimeSpan.FromSeconds(1));
        await Chore(world);
        await Chore(world);
        Assert.Null((await world.AccountOf(client)).HoldUntil);
        Assert.Single(await world.EventsOf(client), x => x.Kind == EventKind.MfaTurnedOff && x.Actor == ActorKind.Job);
        Assert.Single(await world.NoticesAbout(client), x => x.Kind == NoticeKind.MfaTurnedOff);
    }

    [Theory, OnBothDatabases]
    public async Task That_is_over_is_met_by_a_sign_in_which_turns_MFA_off_itself(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await Held(world);

        world.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMicroseconds(1));
        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(client));

        world.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.True(Assert.IsType<PasswordResult.Admitted>(await world.EnterPassword(client)).MfaTurnedOff);
        Assert.Single(await world.EventsOf(client), x => x.Kind == EventKind.MfaTurnedOff);
    }

    [Theory, OnBothDatabases]
    public async Task Of_somebody_under_required_turns_nothing_off(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        await world.SetPolicies(Policy.Required, Policy.Required);
        var client = await Held(world);

        world.Clock.Advance(TimeSpan.FromDays(3));
        await Chore(world);

        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(client));
        Assert.Empty(await world.NoticesAbout(client));
    }

    [Theory, OnBothDatabases]
    public async Task That_is_open_never_ends(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var client = await Held(world);
        await world.Store.Write(client.Firm, db => db.Accounts.Where(x => x.Id == client.Id).ExecuteUpdateAsync(set => set.SetProperty(x => x.HoldUntil, Hold.OpenEnd)));

        world.Clock.Advance(TimeSpan.FromDays(3000));
        await Chore(world);

        Assert.IsType<PasswordResult.Continue>(await world.EnterPassword(client));
    }

    [Theory, OnBothDatabases]
    public async Task That_cannot_be_ended_keeps_no_other_from_ending(DatabaseKind kind)
    {
        await using var world = await World.Create(kind);
        var (broken, other) = (await Held(world), await Held(world));
        await RefuseChangesOf(world, broken);

        world.Clock.Advance(TimeSpan.FromHours(24));
        await Chore(world);

        Assert.NotNull((await world.AccountOf(broken)).HoldUntil);
        Assert.Null((await world.AccountOf(other)).HoldUntil);
    }

    private static async Task RefuseChangesOf(World world, Someone broken)
    {
        if (world.Database.Kind == DatabaseKind.Sqlite)
        {
            var sql = $"CREATE TRIGGER broken BEFORE UPDATE ON accounts WHEN upper(OLD.id) = '{broken.Id.ToString().ToUpperInvariant()}' BEGIN SELECT RAISE(ABORT, 'broken'); END";
            await world.Store.WriteAcross(db => db.Database.ExecuteSqlRawAsync(sql));
            return;
        }

        await using var owner = new NpgsqlConnection(world.Database.Database.SuperuserConnectionString);
        await owner.OpenAsync();
        await using var trigger = new NpgsqlCommand($"""
            CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
            CREATE TRIGGER broken BEFORE UPDATE ON accounts FOR EACH ROW WHEN (OLD.id = '{broken.Id}') EXECUTE FUNCTION broken();
            """, owner);
        await trigger.ExecuteNonQueryAsync();
    }
}
